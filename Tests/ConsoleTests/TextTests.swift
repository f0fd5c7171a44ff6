import Admission
import Control
import Credentials
import Diagnosis
import Foundation
import GateIO
import Station
import Testing
import Vocabulary

@testable import Console

/// The words of people, one file a language, held to the lists of the program.
struct TextTests {
    private static func words(_ language: String) throws -> [String: String] {
        let file = URL(fileURLWithPath: ServedConsole.pages).appendingPathComponent("text/\(language).json")
        return try JSONDecoder().decode([String: String].self, from: Data(contentsOf: file))
    }

    /// Every key that a state or a reason of the program asks for; those of visitors also say what to do next.
    private static var needed: [String] {
        func keys(_ prefix: String, _ names: [String], next: Bool = false) -> [String] {
            names.flatMap { next ? ["\(prefix).\($0)", "\(prefix).\($0).next"] : ["\(prefix).\($0)"] }
        }
        return keys("show", VisitorScreen.Show.allCases.map(\.rawValue) + ["exit", "admit.exit"], next: true)
            + keys("reason", Reason.allCases.map(\.rawValue) + ["officer"], next: true)
            + keys("why", Reason.allCases.map(\.rawValue)) + keys("part", Check.Part.allCases.map(\.rawValue))
            + keys("why", Reason.allCases.filter { $0.verdict == .refer }.map(\.rawValue), next: true)
            + keys("incident", Incident.allCases.map(\.rawValue), next: true)
            + keys("verdict", Verdict.allCases.map(\.rawValue)) + keys("door", DoorState.allCases.map(\.rawValue))
            + keys("alarm", [AlarmSignal.quiet, .sounding, .acknowledged].map(\.rawValue))
            + keys("lock", LockOutcome.allCases.map(\.rawValue) + ["none", "at-rest", "released", "fault"])
            + keys("clock", Clock.State.allCases.map(\.rawValue))
            + keys("camera", ["streaming", "waiting", "lost", "ended"]) + keys("direction", ["entry", "exit"])
            + keys("role", ControlRole.allCases.map(\.rawValue)) + keys("act", StationAct.allCases.map(\.rawValue))
            + keys("by", Authority.allCases.map(\.rawValue)) + keys("class", HolderClass.allCases.map(\.rawValue))
            + keys("line", OutputRole.allCases.map(\.rawValue).filter { $0 != "lock" })
            + keys("trust", BundleAge.allCases.map(\.rawValue)) + keys("phase", Phase.allCases.map(\.rawValue))
            + keys("refusal", ControlRefusal.allCases.map(\.rawValue) + WebRefusal.allCases.map { "\($0)" })
    }

    @Test("no state and no reason is without words, in either language", arguments: Pages.languages)
    func complete(language: String) throws {
        let words = try Self.words(language)
        #expect(Self.needed.filter { (words[$0] ?? "").isEmpty } == [])
    }

    @Test("both languages have the same keys, and a text has the same gaps in both")
    func same() throws {
        let (indonesian, english) = (try Self.words("id"), try Self.words("en"))
        #expect(Set(indonesian.keys).symmetricDifference(english.keys) == [])
        for (key, text) in indonesian {
            #expect(text.contains("{0}") == english[key]?.contains("{0}"), "\(key)")
        }
    }

    @Test("whatever a page asks for by name is there")
    func pages() throws {
        let words = try Self.words("en")
        for (name, _) in Pages.files where name.hasSuffix("html") || name.hasSuffix("js") {
            let file = URL(fileURLWithPath: ServedConsole.pages).appendingPathComponent(name)
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: /(?:data-text|data-first|data-second)="([^"]+)"|\bt\("([^"]+[^".-])"[,)]/) {
                let key = String(match.1 ?? match.2 ?? "")
                #expect(words[key] != nil, "\(name): \(key)")
            }
        }
    }

    @Test("no page knows of another server")
    func offline() throws {
        for (name, _) in Pages.files {
            let text = try String(
                contentsOf: URL(fileURLWithPath: ServedConsole.pages).appendingPathComponent(name), encoding: .utf8)
            let addresses = text.matches(of: /https?:\/\/[a-z0-9.\/]+/).map { String($0.0) }
            #expect(addresses.filter { $0 != "http://www.w3.org/2000/svg" } == [], "\(name)")
        }
    }
}
