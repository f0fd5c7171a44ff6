import Foundation
import Testing
import Vocabulary

@testable import Control
@testable import Station

/// A child that looks at the station, as a script plays it.
struct StationExaminationTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// What came of a child that does this: nil where it failed.
    private func outcome(of script: String, at time: (StationExamination) -> MonotonicTime? = { _ in nil }) throws
        -> String?
    {
        let file = folder.path + "/child"
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(fileURLWithPath: file))
        chmod(file, 0o700)
        var found: PassedDescriptor??
        let examination = try #require(
            StationExamination(of: "config.toml", executable: file, at: .now) { found = .some($0) })
        let early = time(examination)
        if early == nil {
            var ended = pollfd(fd: examination.descriptor, events: Int16(POLLIN), revents: 0)
            try #require(poll(&ended, 1, 20_000) == 1)
        }
        #expect(examination.turn(at: early ?? .now) && found != nil)
        guard let memory = found ?? nil else { return nil }
        var bytes = [UInt8](repeating: 1, count: 64)
        #expect(pread(memory.number, &bytes, bytes.count, 0) == bytes.count)
        #expect(write(memory.number, "x", 1) < 0, "nobody writes there any more")
        return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    @Test("what a child writes is handed on, with what it was told to look at")
    func written() throws {
        #expect(try outcome(of: "printf '%s' \"$*\" >&3") == "checks --config config.toml")
    }

    @Test("a child that fails, dies or takes too long is no answer", arguments: ["exit 1", "kill -9 $$"])
    func failed(script: String) throws {
        #expect(try outcome(of: script) == nil)
        #expect(try outcome(of: "exec sleep 1000") { $0.due } == nil)
    }
}
