import Foundation
import Listener
import Testing
import Vocabulary

@testable import Station

@Suite struct JournalTests {
    /// The rows of the tables in deploy/MESSAGES.md, their cells without backquotes.
    private static let table: [[String]] = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../deploy/MESSAGES.md").standardizedFileURL
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { row in
            row.split(separator: "|").map { $0.filter { $0 != "`" }.trimmingCharacters(in: .whitespaces) }
        }
    }()

    @Test("every message stands in deploy/MESSAGES.md with its id, and nothing else does")
    func messages() {
        let rows = Self.table.filter { $0.count == 4 && $0[1].count == 32 }
        #expect(
            Set(rows.map { "\($0[0]) \($0[1])" }) == Set(JournalMessage.all.map { "\($0.name) \($0.id)" }))
        #expect(Set(JournalMessage.all.map(\.name)).count == JournalMessage.all.count)
    }

    @Test("every incident is explained there in its own words", arguments: Incident.allCases)
    func incidents(incident: Incident) throws {
        let row = try #require(Self.table.first { $0[0] == incident.rawValue })
        #expect(row.dropFirst(2) == ["incident", incident.words])
    }

    @Test("every field stands there")
    func fields() {
        let rows = Self.table.filter { $0.count == 3 }
        #expect(Set(rows.map { $0[0] }) == Set(JournalField.allCases.map(\.rawValue)))
    }

    @Test("the id is the name's UUID of version 5: as uuidgen --sha1 makes it")
    func knownIdentifier() {
        #expect(JournalMessage(.cameraAbsent).id == "53c19f5884fd5a9f8d414cd2cac7d169")
    }

    @Test("an entry has its level, its id and its fields, and no value can begin another")
    func entry() {
        let entry = Journal.entry(
            .error, "one\nPRIORITY=0", as: JournalMessage(.cameraAbsent), [.gate: "main", .reason: "a\u{0}b"])
        #expect(
            String(decoding: entry, as: UTF8.self) == """
                MESSAGE=one?PRIORITY=0
                PRIORITY=3
                SYSLOG_IDENTIFIER=scan-appliance
                MESSAGE_ID=\(JournalMessage(.cameraAbsent).id)
                GATE=main
                REASON=a?b

                """)
    }

    @Test("entries go to journald where standard error does")
    func native() throws {
        let listener = try Listener(at: Listener.freshName)
        let journal = Journal(stream: Journal.identity(of: STDERR_FILENO), socket: listener.name)
        journal.write(.notice, "hello", as: .started)
        #expect(listener.next()?.hasPrefix("MESSAGE=hello\nPRIORITY=5\n") == true)
    }

    @Test("and not where it was redirected since")
    func redirected() throws {
        let listener = try Listener(at: Listener.freshName)
        Journal(stream: "1:1", socket: listener.name).write(.info, "a line of a test")
        Journal(stream: nil, socket: listener.name).write(.info, "another line of a test")
        #expect(listener.next() == nil)
    }

    @Test("a full pipe that nobody reads keeps nobody waiting", .timeLimit(.minutes(1)))
    func fullPipe() throws {
        var ends: [CInt] = [-1, -1]
        try #require(pipe(&ends) == 0 && fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0)
        defer { for end in ends { close(end) } }
        let journal = Journal(stream: nil, socket: "", error: ends[1])
        journal.write(.info, "one")
        var line = [UInt8](repeating: 0, count: 200)
        let length = read(ends[0], &line, line.count)
        #expect(String(decoding: line.prefix(max(length, 0)), as: UTF8.self).hasSuffix(" one\n"))
        while write(ends[1], line, line.count) > 0 {}
        try #require(fcntl(ends[1], F_SETFL, 0) == 0)
        journal.write(.info, "two")
    }
}
