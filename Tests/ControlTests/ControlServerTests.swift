import CProcessShim
import Foundation
import Testing
import Vocabulary

@testable import Control

/// What the kernel says of this process; root in most containers.
private let ownRole = geteuid() == 0 ? ControlRole.administrator : .technician

@Suite("The server at a real socket")
struct ControlServerTests {
    @Test("who connects is greeted with the version and its role, when it asks")
    func hello() throws {
        let served = try Served()
        let client = try served.connect()
        served.turns(at: .at(0))
        #expect(client.hear().isEmpty)
        client.say("{\"id\":5,\"request\":\"hello\"}\n")
        served.turns(at: .at(0))
        #expect(
            client.hear() == [
                "{\"answer\":{\"protocol\":1,\"role\":\"\(ownRole.rawValue)\",\"station\":\"north\"},\"id\":5,\"ok\":true}"
            ])
        #expect(served.asked.isEmpty)
    }

    @Test("requests are passed on with the role of who asks, and refusals come back with their words")
    func requests() throws {
        let served = try Served()
        served.answer = { request, _ throws(ControlRefusal) in
            if request == .override(gate: nil) { throw .inService }
            return .now(PictureSize(gate: request == .admit(gate: "x") ? "x" : "", width: 1, height: 2))
        }
        let client = try served.connect()
        client.say("{\"request\":\"admit\",\"gate\":\"x\"}\n{\"id\":1,\"request\":\"override\"}\nnonsense\n")
        served.turns(at: .at(0))
        let lines = client.hear()
        #expect(lines[0] == "{\"answer\":{\"gate\":\"x\",\"height\":2,\"width\":1},\"ok\":true}")
        #expect(lines[1].hasPrefix("{\"error\":\"in-service\",\"id\":1,\"ok\":false,\"words\":\""))
        #expect(lines[2].hasPrefix("{\"error\":\"malformed\",\"ok\":false"))
        #expect(served.asked.map(\.verb) == [.admit, .override] && served.asked.allSatisfy { $0.role == ownRole })
    }

    @Test("a follower is told, others are not; one that does not read is dropped and holds up nobody")
    func followers() throws {
        let served = try Served()
        let (reads, sleeps, other) = (try served.connect(), try served.connect(), try served.connect())
        for client in [reads, sleeps] { client.say("{\"request\":\"follow\"}\n") }
        other.say("{\"request\":\"hello\"}\n")
        served.turns(at: .at(0))
        #expect(reads.hear().count == 1 && other.hear().count == 1 && served.server.hasFollowers)
        var event = FollowedEvent("incident", gate: "x", time: "2026-11-24T00:00:00Z")
        event.what = String(repeating: "x", count: 900)
        var told = 0
        for _ in 0..<1000 {
            served.server.tell(event, at: .at(1))
            served.turn(at: .at(1))
            told += reads.hear().count
        }
        #expect(told == 1000 && other.hear().isEmpty && served.server.clientCount == 2)
    }

    @Test("a gigabyte without a line end: a few kilobytes are taken and the connection is cut")
    func endless() throws {
        let served = try Served()
        let client = try served.connect()
        let block = [UInt8](repeating: 120, count: 65_536)
        var sent = 0
        while sent < 1 << 30 {
            let count = client.say(block)
            if count < 0, count != Int(-EAGAIN) { break }
            sent += max(count, 0)
            served.turn(at: .at(0))
        }
        #expect(sent < 1 << 20 && served.server.clientCount == 0)
        // What was not taken in makes the kernel reset the connection; the words before it may be lost with it.
        #expect(client.hear().allSatisfy { $0.contains("too-long") } && client.isClosed)
    }

    @Test("a gigabyte of good requests: twenty at once, then ten a second, and the rest waits with the one who sends")
    func flood() throws {
        let served = try Served()
        let (client, other) = (try served.connect(), try served.connect())
        let block = Array(String(repeating: "{\"request\":\"status\"}\n", count: 3000).utf8)
        for turn in 0..<1000 {
            _ = client.say(block)
            served.turn(at: .at(Int64(turn)))
            _ = client.hear()
        }
        #expect(served.asked.count == 29, "20 and one each 100 ms for a second")
        other.say("{\"request\":\"figures\"}\n")
        served.turns(at: .at(1000))
        #expect(served.asked.contains { $0.verb == .figures } && other.hear().count == 1)
    }

    @Test("while one waits for its rate the loop may sleep until then")
    func dueOfFlood() throws {
        let served = try Served()
        let client = try served.connect()
        client.say(String(repeating: "{\"request\":\"status\"}\n", count: 100))
        served.turns(20, at: .at(0))
        #expect(served.server.due(at: .at(0)) == .at(100))
        #expect(served.server.polled(at: .at(0)).count == 1, "only the entrance")
    }

    @Test("one byte a minute is cut off after ten seconds, silence after two minutes, by given times")
    func slow() throws {
        let served = try Served()
        let (slow, silent) = (try served.connect(), try served.connect())
        served.turns(at: .at(0))
        slow.say("{")
        served.turns(at: .at(0))
        served.turns(at: .at(9999))
        #expect(served.server.clientCount == 2)
        served.turns(at: .at(10_000))
        _ = slow.hear()
        #expect(served.server.clientCount == 1 && slow.isClosed)
        served.turns(at: .at(120_000))
        _ = silent.hear()
        #expect(served.server.clientCount == 0 && silent.isClosed)
    }

    @Test("who vanishes is forgotten, also with a request on its way and with an answer to come")
    func vanished() throws {
        let served = try Served()
        var waiting: [ControlServer.Caller] = []
        served.answer = { _, caller in
            waiting.append(caller)
            return .later
        }
        for text in ["", "{", "{\"request\":\"status\"}\n"] {
            let client = try served.connect()
            client.say(text)
            served.turns(at: .at(0))
            _ = client
        }
        served.turns(at: .at(1))
        #expect(served.server.clientCount == 1 && waiting.count == 1, "one is still owed an answer")
        served.server.answer(waiting[0], Done(), at: .at(2))
        served.server.refuse(waiting[0], .noPicture, at: .at(2))
        served.turns(at: .at(2))
        #expect(served.server.clientCount == 0)
    }

    @Test("who has said all it wanted and ended its half still gets its answer")
    func halfClosed() throws {
        let served = try Served()
        let client = try served.connect()
        client.say("{\"request\":\"hello\"}\n")
        shutdown(client.socket, CInt(SHUT_WR))
        served.turns(at: .at(0))
        #expect(client.hear().count == 1 && served.server.clientCount == 0)
    }

    @Test("thirty-two are served, the next is told so and let go")
    func full() throws {
        let served = try Served()
        let clients = try (0..<32).map { _ in
            let client = try served.connect()
            served.turn(at: .at(0))
            return client
        }
        let late = try served.connect()
        served.turns(at: .at(1))
        #expect(late.hear().allSatisfy { $0.contains("busy") } && late.isClosed)
        #expect(served.server.clientCount == 32 && clients.allSatisfy { $0.hear().isEmpty && !$0.isClosed })
    }

    @Test("a storm of connections wakes the loop 64 times and then 33 times a second")
    func storm() throws {
        let served = try Served()
        var taken = 0
        for turn in 0..<1000 {
            let client = control_connect(served.path, 0)
            if client >= 0 {
                taken += 1
                close(client)
            }
            served.turn(at: .at(Int64(turn)))
        }
        #expect(taken < 64 + 33 + 20, "the rest is refused by the kernel: the backlog is full")
    }

    @Test("descriptors that a client sends along are not kept")
    func unwantedDescriptors() throws {
        let served = try Served()
        let client = try served.connect()
        served.turns(at: .at(0))
        var ends: [CInt] = [-1, -1]
        #expect(pipe(&ends) == 0)
        let bytes = Array("{\"request\":\"hello\"}\n".utf8)
        #expect(control_send(client.socket, bytes, bytes.count, ends[1]) == bytes.count)
        close(ends[1])
        served.turns(at: .at(0))
        var polled = pollfd(fd: ends[0], events: 0, revents: 0)
        #expect(poll(&polled, 1, 0) == 1, "the last copy of the pipe's end is closed")
        close(ends[0])
        #expect(client.hear().count == 1)
    }

    @Test("an answer may bring a descriptor that can be read and not written")
    func descriptor() throws {
        let served = try Served()
        let memory = memory_of_fixed_size("test", 4096)
        defer { close(memory) }
        #expect(write(memory, "picture", 7) == 7)
        var waiting: ControlServer.Caller?
        served.answer = { _, caller in
            waiting = caller
            return .later
        }
        let client = try served.connect()
        client.say("{\"id\":3,\"request\":\"preview\"}\n")
        served.turns(at: .at(0))
        let caller = try #require(waiting)
        served.server.answer(
            caller, PictureSize(gate: "x", width: 7, height: 1), PassedDescriptor(reading: memory), at: .at(0))
        #expect(client.hear().count == 1)
        let got = try #require(client.descriptors.first)
        var bytes = [UInt8](repeating: 0, count: 7)
        #expect(pread(got, &bytes, 7, 0) == 7 && bytes == Array("picture".utf8))
        #expect(write(got, "x", 1) == -1 && errno == EBADF)
    }

    @Test("a socket that a dead process left is taken over, one that is served is not, and it is tried again")
    func takeover() throws {
        let served = try Served()
        let second = ControlServer(
            path: served.path, station: "south", roles: PeerRoles(groups: [:], ownUser: 0), tokens: TokenList())
        let events = second.tick(at: .at(0))
        guard case .unavailable(let why)? = events.first else { return #expect(Bool(false), "\(events)") }
        #expect(why.contains("another station") && second.tick(at: .at(1)).isEmpty)
        #expect(second.due(at: .at(1)) == .at(5000))
        served.server.end()
        #expect(second.tick(at: .at(5000)) == [.available])
        let left = control_listen(served.path + "2", 1)
        close(left)
        let third = ControlServer(
            path: served.path + "2", station: "south", roles: PeerRoles(groups: [:], ownUser: 0), tokens: TokenList())
        #expect(third.tick(at: .at(0)).isEmpty)
        #expect(third.polled(at: .at(0)).count == 1)
    }

    @Test(
        "a socket that is removed is noticed, told and made again; who is connected stays so", arguments: [false, true])
    func removed(withItsFolder: Bool) throws {
        let served = try Served()
        let client = try served.connect()
        served.turns(at: .at(0))
        unlink(served.path)
        if withItsFolder { rmdir(String(served.path.dropLast("/control.sock".count))) }
        #expect(served.turn(at: .at(1999)).isEmpty)
        guard case .unavailable(let why)? = served.turn(at: .at(2000)).first else { return #expect(Bool(false)) }
        #expect(why.contains("was removed"))
        #expect(served.turn(at: .at(2000)) == [.available])
        client.say("{\"request\":\"hello\"}\n")
        let newcomer = try served.connect()
        newcomer.say("{\"request\":\"hello\"}\n")
        served.turns(at: .at(2000))
        #expect(client.hear().count == 1 && newcomer.hear().count == 1)
    }

    @Test("what somebody else has put in the socket's place is told and left alone")
    func replaced() throws {
        let served = try Served()
        unlink(served.path)
        let other = control_listen(served.path, 1)
        defer { close(other) }
        #expect(served.turn(at: .at(2000)).count == 1)
        guard case .unavailable(let why)? = served.turn(at: .at(2000)).first else { return #expect(Bool(false)) }
        #expect(why.contains("another station"))
        served.server.end()
        #expect(FileManager.default.fileExists(atPath: served.path))
    }

    @Test(
        "a path that cannot be is a fault that says what to do",
        arguments: [
            ("/nonexistent/run/control.sock", "run_dir"), ("/tmp/" + String(repeating: "x", count: 108), "107 bytes"),
        ])
    func badPath(path: String, words: String) {
        let server = ControlServer(
            path: path, station: "x", roles: PeerRoles(groups: [:], ownUser: 0), tokens: TokenList())
        guard case .unavailable(let why)? = server.tick(at: .at(0)).first else { return #expect(Bool(false)) }
        #expect(why.contains(words) && why.contains(path))
    }
}
