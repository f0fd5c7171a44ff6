import Foundation
import Testing
import Vocabulary

@testable import Control

/// Other users connect for real, as the kernel sees it.
@Suite("Other users", .enabled(if: geteuid() == 0, "only root can be somebody else"))
struct StrangerTests {
    private let hello = "{\"request\":\"hello\"}\n"

    @Test("a stranger may say hello and nothing else")
    func stranger() throws {
        let served = try Served()
        let client = try served.connectStranger()
        client.say(hello + "{\"id\":1,\"request\":\"status\"}\n{\"id\":2,\"request\":\"follow\"}\n")
        served.turns(at: .at(0))
        let lines = client.hear()
        #expect(lines[0] == "{\"answer\":{\"protocol\":1,\"station\":\"north\"},\"ok\":true}")
        #expect(lines.dropFirst().allSatisfy { $0.contains("\"error\":\"not-allowed\"") } && lines.count == 3)
        #expect(served.asked.isEmpty && !served.server.hasFollowers)
    }

    @Test("first and other groups count, the higher role of two")
    func groups() throws {
        let served = try Served(groups: [.watch: 7001, .officer: 7002])
        for (group, other, role) in [
            (7001, 9, ControlRole.watch), (9, 7001, .watch), (7001, 7002, .officer), (7002, 7001, .officer),
        ] as [(UInt32, UInt32, ControlRole)] {
            let client = try served.connectStranger(group: group, other: other)
            client.say(hello)
            served.turns(at: .at(0))
            #expect(client.hear().first?.contains("\"role\":\"\(role.rawValue)\"") == true, "\(group), \(other)")
        }
    }

    @Test("a token gives its role to the connection that shows it, until it is taken back")
    func token() throws {
        var tokens = TokenList()
        let made = tokens.add(.officer, name: "desk")
        let token = try #require(made)
        let served = try Served(tokens: tokens)
        let (client, other) = (try served.connectStranger(), try served.connectStranger())
        client.say(
            "{\"request\":\"login\",\"token\":\"\(token)\"}\n{\"request\":\"follow\"}\n{\"request\":\"override\"}\n")
        client.say("{\"id\":9,\"request\":\"service\",\"on\":true}\n")
        other.say("{\"request\":\"override\"}\n")
        served.turns(at: .at(0))
        let lines = client.hear()
        #expect(lines[0].contains("\"role\":\"officer\"") && lines[3].contains("not-allowed"))
        #expect(served.asked.map(\.verb) == [.override] && served.asked.first?.role == .officer)
        #expect(other.hear().first?.contains("not-allowed") == true)
        served.server.replace(tokens: tokens)
        #expect(served.server.hasFollowers, "the same tokens as before")
        served.server.replace(tokens: TokenList())
        #expect(!served.server.hasFollowers)
        client.say("{\"request\":\"override\"}\n")
        served.turns(at: .at(1000))
        #expect(client.hear().first?.contains("not-allowed") == true && served.asked.count == 1)
    }

    @Test("who logs in with the token alone has its role and no other, and none where it is wrong")
    func alone() throws {
        var tokens = TokenList()
        let made = tokens.add(.watch, name: "screen")
        let token = try #require(made)
        let served = try Served(groups: [.officer: 7001], tokens: tokens)
        for (shown, answer) in [(token, "\"role\":\"watch\""), ("WRONG", "\"wrong-token\"")] {
            let client = try served.connectStranger(group: 7001)
            client.say("{\"alone\":true,\"request\":\"login\",\"token\":\"\(shown)\"}\n{\"request\":\"override\"}\n")
            served.turns(at: .at(0))
            let lines = client.hear()
            #expect(lines[0].contains(answer) && lines[1].contains("not-allowed"))
            // Also after the roles were looked up anew.
            served.server.replace(tokens: tokens)
            client.say("{\"request\":\"override\"}\n")
            served.turns(at: .at(1000))
            #expect(client.hear().first?.contains("not-allowed") == true)
        }
        #expect(served.asked.isEmpty)
    }

    @Test("wrong tokens: told once after ten, then that user waits and another does not")
    func guessing() throws {
        var tokens = TokenList()
        let made = tokens.add(.watch, name: "desk")
        let token = try #require(made)
        let served = try Served(tokens: tokens)
        let (client, other) = (try served.connectStranger(), try served.connectStranger(user: 54_999))
        client.say(String(repeating: "{\"request\":\"login\",\"token\":\"0\"}\n", count: 11))
        var events: [ControlServer.Event] = []
        for _ in 0..<8 { events += served.turn(at: .at(0)) }
        #expect(events == [.guessing])
        let good = "{\"request\":\"login\",\"token\":\"\(token)\"}\n"
        client.say(good)
        other.say(good)
        served.turns(at: .at(100))
        let lines = client.hear()
        #expect(lines.prefix(10).allSatisfy { $0.contains("wrong-token") })
        #expect(lines[10].contains("too-many") && lines[11].contains("too-many"))
        #expect(other.hear().first?.contains("\"role\":\"watch\"") == true)
        client.say(good)
        served.turns(at: .at(10_000))
        #expect(client.hear().first?.contains("\"role\":\"watch\"") == true)
    }

    @Test("a crowd of strangers keeps nobody out who has a role")
    func crowd() throws {
        let served = try Served()
        let crowd = try (0..<32).map { _ in
            let client = try served.connectStranger()
            served.turn(at: .at(0))
            return client
        }
        let stranger = try served.connectStranger()
        served.turns(at: .at(1))
        _ = stranger.hear()
        #expect(stranger.isClosed && served.server.clientCount == 32)
        let root = try served.connect()
        root.say(hello)
        served.turns(at: .at(2))
        #expect(root.hear().count == 1 && served.server.clientCount == 32)
        for client in crowd { _ = client.hear() }
        #expect(crowd.filter(\.isClosed).count == 1)
    }
}
