import Foundation
import ReaderLink
import Testing
import Vocabulary

@testable import Station

@Test("what a reader has said is heard before it is judged, also where the controller was kept waiting")
func heardBeforeJudged() throws {
    let folder = try TemporaryFolder()
    // It says that it is ready, and nothing after that.
    let keeper = try keeper(of: probe("silent", in: folder), in: folder)

    keeper.tick(at: .now)
    let link = try #require(keeper.descriptors.first)
    #expect(Wait.forReading([link], until: .now + .seconds(20)) == [link])
    keeper.tick(at: .now + .seconds(10))
    keeper.react(to: [link], at: .now) { _ in }
    #expect(keeper.isReading)

    keeper.tick(at: .now + .seconds(10))
    #expect(!keeper.isReading)
    keeper.end()
}

@Test("a reader that ends again and again is started again and again, after a rest in which nothing is polled of it")
func startedAgain() throws {
    let folder = try TemporaryFolder()
    let keeper = try keeper(of: "/bin/false", in: folder)
    let others = keeper.descriptors.count
    keeper.tick(at: .now)
    for _ in 0..<2 {
        let link = try #require(keeper.descriptors.first)
        #expect(Wait.forReading([link], until: .now + .seconds(20)) == [link])
        keeper.react(to: [link], at: .now) { _ in }
    }
    #expect(keeper.descriptors.count == others)
    keeper.tick(at: .now + .seconds(1))
    #expect(keeper.descriptors.count == others + 1)
    keeper.end()
}

@Test("a reader that speaks of a time to come is not believed, and what it saw during a long pause is passed over")
func seenNow() throws {
    let folder = try TemporaryFolder()
    let keeper = try keeper(of: probe("ahead", in: folder), in: folder, source: "stream:frames")
    var seen: [FrameSightings] = []
    keeper.tick(at: .now)
    let link = try #require(keeper.descriptors.first)
    #expect(Wait.forReading([link], until: .now + .seconds(20)) == [link])
    keeper.react(to: [link], at: .now) { seen.append($0) }
    #expect(keeper.isReading)

    // Its process stops before each frame.
    let process = try #require(pid_t(String(contentsOfFile: "\(folder.path)/pid", encoding: .utf8).dropLast()))
    func goOn() { while Wait.forReading([link], until: .now + .milliseconds(200)).isEmpty { kill(process, SIGCONT) } }
    goOn()
    keeper.tick(at: .now + .seconds(10))
    keeper.react(to: [link], at: .now) { seen.append($0) }
    #expect(seen.isEmpty)

    goOn()
    keeper.react(to: [link], at: .now) { seen.append($0) }
    #expect(seen.map(\.sequence) == [1])
    #expect(seen.allSatisfy { $0.captured <= .now })
    keeper.end()
}

/// A reader that misbehaves in this manner, and leaves its process's number in the file `pid`.
private func probe(_ manner: String, in folder: TemporaryFolder) throws -> String {
    let probe = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appendingPathComponent("ReaderProbe").path
    let reader = folder.write("reader", "#!/bin/sh\necho $$ > '\(folder.path)/pid'\nexec '\(probe)' \(manner)\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: reader)
    return reader
}

private func keeper(
    of reader: String, in folder: TemporaryFolder, source: String = "replay:frames"
) throws -> ReaderKeeper {
    let file = folder.write(
        "config.toml",
        """
        station = "north"
        trust_dir = "\(folder.path)"
        board = "simulated"
        camera.source = "\(source)"
        """)
    let configuration = try Configuration(file: file)
    let ledger = try openLedger(in: folder.path)
    let record = Record(
        ledger: ledger, clock: StationClock(configuration.clock, folder: folder.path), observers: [])
    return ReaderKeeper(for: configuration.gates[0], executable: reader, record: record)
}
