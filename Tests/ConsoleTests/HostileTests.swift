import Control
import Foundation
import Testing

@testable import Console

/// Clients that do not read, do not finish, or go away; and a day of events.
@Suite(.serialized) final class HostileTests {
    private let served: ServedConsole

    init() throws { served = try ServedConsole() }
    deinit { served.end() }

    private func streaming(receiveBuffer: CInt? = nil) throws -> Caller {
        let caller = try Caller(port: served.visitorPort, receiveBuffer: receiveBuffer)
        caller.say("GET /events HTTP/1.1\r\nHost: 127.0.0.1:\(served.visitorPort)\r\n\r\n")
        return caller
    }

    @Test("ten who never read, ten who never finish asking and ten who vanish keep nobody from hearing of a verdict")
    func others() throws {
        var deaf: [Caller] = []
        for _ in 0..<10 { deaf.append(try streaming(receiveBuffer: 2048)) }
        for _ in 0..<10 {
            let slow = try Caller(port: served.visitorPort)
            slow.say("GET / HT")
            deaf.append(slow)
            _ = try streaming()
        }
        let listener = try streaming()
        #expect(listener.hears(#""show":"ready""#))
        for _ in 0..<200 {
            served.station.tell(.decided("deny", "expired"))
            #expect(listener.hears(#""reason":"expired""#))
            served.station.tell(.decided("admit", "ok"))
            #expect(listener.hears(#""show":"admit""#))
        }
        _ = deaf
    }

    @Test("a request that is never whole is answered so after a while, and a stream gives signs of life")
    func slow() throws {
        let slow = try Caller(port: served.staffPort)
        slow.say("GET / HTTP/1.1\r\nHost")
        let stream = try streaming()
        #expect(stream.hears("event: beat") && stream.hears("event: beat"))
        #expect(Response(slow.hearAll()).error == "tooSlow")
    }

    /// The pages that this process holds in memory, as /proc/self/statm has it.
    private var residentPages: Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return Int(text.split(separator: " ")[1]) ?? 0
    }

    @Test("a thousand events an hour for a day leave the memory as it was")
    func day() throws {
        let listener = try streaming()
        func tellAnHour() throws {
            for part in 0..<10 {
                let last = part % 2 == 0 ? "revoked" : "wrong-station"
                let events: [FollowedEvent] = (0..<99).map {
                    $0 % 2 == 0 ? .decided("deny", "expired") : .acted("override-officer")
                }
                served.station.tell(events + [.decided("deny", last)])
                #expect(listener.hears("\"reason\":\"\(last)\""))
            }
        }
        // Other tests use memory in this process at the same time; what is lost with each event is lost every day.
        for _ in 0..<6 {
            let before = residentPages
            for _ in 0..<20 { try tellAnHour() }
            // 20,000 events of some 200 bytes each would be 1000 pages.
            if residentPages - before < 500 { return }
        }
        Issue.record("six days, and each took memory that it did not give back")
    }
}
