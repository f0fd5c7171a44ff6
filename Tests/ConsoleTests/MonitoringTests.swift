import Control
import Foundation
import Testing

@testable import Console

private let promtool = "/usr/bin/promtool"
private let hasPromtool = FileManager.default.isExecutableFile(atPath: promtool)

/// What is shipped for Prometheus and Grafana, held against what the console tells.
struct MonitoringTests {
    private static let deploy = URL(fileURLWithPath: ServedConsole.pages).deletingLastPathComponent()
        .appendingPathComponent("deploy")

    /// All that a station can be told of.
    private var text: String {
        var status = StationStatus.well.with(inside: 9, waiting: 2)
        status.trust = TrustStatus(age: "old", version: 4, created: "2026-11-01T00:00:00Z")
        var figures = StationFigures()
        figures.acts = ["override-officer": 1]
        figures.answered.count(milliseconds: 7)
        figures.readers = [
            "front": ReaderCounts(frames: 100, attempts: 20, still: 60, cpuSeconds: 1.5, residentBytes: 1 << 20)
        ]
        return Exposition(status: status, figures: figures).text
    }

    private func read(_ name: String) throws -> String {
        try String(contentsOf: Self.deploy.appendingPathComponent(name), encoding: .utf8)
    }

    @Test(
        "alerts and dashboard ask for nothing that is not told",
        arguments: ["prometheus-alerts.yml", "grafana-dashboard.json"])
    func names(file: String) throws {
        let told = Set(text.matches(of: /(?m)^(gate_[a-z_]+)[ {]/).map { String($0.1) })
        let asked = Set(try read(file).matches(of: /\bgate_[a-z_]+/).map { String($0.0) })
        #expect(asked.count > 5 && asked.subtracting(told) == [])
    }

    @Test("the dashboard is JSON with panels")
    func dashboard() throws {
        let object = try JSONSerialization.jsonObject(with: Data(try read("grafana-dashboard.json").utf8))
        let panels = (object as? [String: Any])?["panels"] as? [[String: Any]] ?? []
        #expect(panels.count > 5 && panels.allSatisfy { $0["title"] is String })
    }

    @Test("counters begin at zero, so that the first failure is an increase")
    func zero() {
        #expect(text.contains(#"gate_incidents_total{incident="camera-unplugged"} 0"#))
        #expect(text.contains(#"gate_decisions_total{verdict="deny",reason="bad-signature"} 0"#))
    }

    @Test("Prometheus' own tool finds nothing wrong", .enabled(if: hasPromtool, "there is no promtool(1) here"))
    func checked() throws {
        let rules = Self.deploy.appendingPathComponent("prometheus-alerts.yml").path
        for (arguments, input) in [(["check", "metrics"], text), (["check", "rules", rules], "")] {
            let process = Process()
            let (given, said) = (Pipe(), Pipe())
            process.executableURL = URL(fileURLWithPath: promtool)
            process.arguments = arguments
            (process.standardInput, process.standardOutput, process.standardError) = (given, said, said)
            try process.run()
            try given.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try given.fileHandleForWriting.close()
            let words = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            #expect(process.terminationStatus == 0, "\(arguments): \(words)")
        }
    }
}
