import Testing
import Vocabulary

@testable import ReaderLink

@Test("a report with one pass costs less than a millisecond to write and to read, even in a debug build")
func cost() throws {
    let report = ReaderReport.sightings(
        FrameSightings(
            sequence: 1, captured: MonotonicTime(nanoseconds: 1),
            sightings: [Sighting(payload: Payload([UInt8](repeating: 65, count: 230)), outline: quad)]))
    var bytes: [UInt8] = []
    let rounds = 2000
    let writing = ContinuousClock().measure { for _ in 0..<rounds { report.encode(into: &bytes) } } / rounds
    let reading =
        try ContinuousClock().measure {
            for _ in 0..<rounds { _ = try ReaderReport(packet: bytes[...]) }
        } / rounds
    print("report of \(bytes.count) bytes: \(writing.inNanoseconds) ns to write, \(reading.inNanoseconds) ns to read")
    #expect(writing < .milliseconds(1) && reading < .milliseconds(1))
}
