import Foundation
import Testing

@testable import Control

@Suite("docs/control-protocol.md")
struct DocumentationTests {
    private static let page = try? String(
        contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../docs/control-protocol.md"), encoding: .utf8)

    private func rows() throws -> [[String]] {
        try #require(Self.page).split(separator: "\n").filter { $0.hasPrefix("|") }.map { row in
            row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    @Test("each request stands there with the role that it needs", arguments: ControlVerb.allCases)
    func requests(verb: ControlVerb) throws {
        let row = try #require(try rows().first { $0.first == "`\(verb.rawValue)`" && $0.count == 4 })
        #expect(row[2] == verb.leastRole?.rawValue ?? "anybody")
    }

    @Test("each refusal stands there with its words", arguments: ControlRefusal.allCases)
    func refusals(refusal: ControlRefusal) throws {
        #expect(try rows().contains(["`\(refusal.rawValue)`", refusal.words]))
    }
}
