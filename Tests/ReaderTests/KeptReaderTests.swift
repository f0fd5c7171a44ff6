import CProcessShim
import Glibc
import Testing
import Vocabulary

@testable import ReaderLink

/// The little that a controller does: a supervisor over real processes, and a log of what it had to do.
private final class Keeper {
    private var supervisor = ReaderSupervisor()
    private let manners: [String]
    private(set) var reader: ReaderProcess?
    private(set) var starts = 0
    private(set) var log: [ReaderSupervisor.Action] = []

    /// Each start is in the next manner of `manners`, then in the last one for ever.
    init(_ manners: String...) { self.manners = manners }

    /// Turns until a reader has seen `payload`, at most 20 s. Gives how long it took.
    /// Ask for another payload after a failure: what the reader that failed had still sent is not what a fresh one sees.
    func watch(for payload: [UInt8]) throws -> Duration {
        let start = MonotonicTime.now
        var isSeen = false
        while !isSeen {
            try #require(MonotonicTime.now - start < .seconds(20), "nothing was seen")
            let wait = supervisor.due.map { $0 - .now } ?? .zero
            _ = link_wait(reader?.link ?? -1, -1, min(wait, .seconds(1)).inNanoseconds)
            do {
                while let reader, let report = try reader.receive() {
                    try handle(.reported(report), payload)
                    if supervisor.isLooking, let frame = sightings(report) {
                        isSeen = frame.sightings.contains { $0.payload.bytes == payload }
                    }
                }
            } catch ReaderFault.ended(let end) {
                reader = nil
                try handle(.ended(end), payload)
            } catch ReaderFault.nonsense { try handle(.nonsense, payload) }
            try handle(.passed, payload)
        }
        return MonotonicTime.now - start
    }

    private func handle(_ event: ReaderSupervisor.Event, _ payload: [UInt8]) throws {
        for action in supervisor.handle(event, at: .now) {
            switch action {
            case .start:
                reader = try ReaderTests.start(manners[min(starts, manners.count - 1)])
                starts += 1
                try handle(.started, payload)
            case .kill:
                reader = nil
                log.append(action)
            case .order: try reader?.send(card(payload))
            default: log.append(action)
            }
        }
    }
}

@Test("a killed reader is an incident, and a fresh one sees within a second")
func keptThroughAKill() throws {
    let keeper = Keeper("read")
    _ = try keeper.watch(for: [65])
    kill(try #require(keeper.reader).processID, SIGKILL)
    let pause = try keeper.watch(for: [66])
    #expect(keeper.log == [.write(.readerCrashed)])
    #expect(keeper.starts == 2)
    #expect(pause < .seconds(1))
}

@Test("a stopped reader is ended after its second of silence, and a fresh one sees within another")
func keptThroughAStop() throws {
    let keeper = Keeper("read")
    _ = try keeper.watch(for: [65])
    kill(try #require(keeper.reader).processID, SIGSTOP)
    let pause = try keeper.watch(for: [66])
    #expect(keeper.log == [.kill(.hung), .write(.readerHung)])
    #expect(keeper.starts == 2)
    #expect(pause > .milliseconds(700) && pause < .seconds(2))
}

@Test("readers that talk nonsense are ended, written down, and followed by one that sees")
func keptThroughGarbage() throws {
    let keeper = Keeper("garbage", "oversized", "refused", "unwalled", "read")
    _ = try keeper.watch(for: [65])
    #expect(
        keeper.log == [
            .kill(.nonsense), .write(.readerNonsense), .kill(.nonsense), .write(.readerNonsense),
            .kill(.refused), .write(.readerRefused), .raiseAlarm, .kill(.refused),
        ])
    #expect(keeper.starts == 5)
}
