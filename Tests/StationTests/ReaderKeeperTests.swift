import Foundation
import Ledger
import Testing
import Vocabulary

@testable import Station

@Test("what a reader has said is heard before it is judged, also where the controller was kept waiting")
func heardBeforeJudged() throws {
    let folder = try TemporaryFolder()
    let probe = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appendingPathComponent("ReaderProbe").path
    // It says that it is ready, and nothing after that.
    let reader = folder.write("reader", "#!/bin/sh\nexec '\(probe)' silent\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: reader)
    let keeper = try keeper(of: reader, in: folder)

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

private func keeper(of reader: String, in folder: TemporaryFolder) throws -> ReaderKeeper {
    let file = folder.write(
        "config.toml",
        """
        station = "north"
        trust_dir = "\(folder.path)"
        board = "simulated"
        camera.source = "replay:frames"
        """)
    let configuration = try Configuration(file: file)
    let ledger = try Ledger(
        folder: folder.path, key: LedgerKey(loadingOrCreatingAt: LedgerKey.file(in: folder.path)), station: "north",
        boot: "boot", monotonic: .now, time: .now, clock: .trusted)
    let record = Record(
        ledger: ledger, clock: StationClock(configuration.clock, folder: folder.path), observers: [])
    return ReaderKeeper(for: configuration.gates[0], executable: reader, record: record)
}
