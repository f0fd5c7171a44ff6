import Foundation
import Ledger
import Station
import Testing

@testable import Diagnosis

@Suite("the way to a station that is not at work") struct AccessTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("access-\(UUID())")

    /// A station whose ledger was begun, or never was.
    private func configuration(isBegun: Bool) throws -> Configuration {
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("state"), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let file = folder.appendingPathComponent("config.toml")
        try Data(
            """
            station = "A"
            state_dir = "state"
            run_dir = "run"
            trust_dir = "trust"
            board = "simulated"
            camera.source = "replay:pictures"
            """.utf8
        ).write(to: file)
        let configuration = try Configuration(file: file.path)
        if isBegun { _ = try begin(configuration.stateFolder) }
        return configuration
    }

    private func begin(_ state: String) throws -> Ledger {
        try Ledger(
            folder: state, key: try LedgerKey(loadingOrCreatingIn: state), station: "A",
            boot: bootIdentifier(), monotonic: .now, time: .now, clock: .untrusted)
    }

    private func notes(_ configuration: Configuration) throws -> [String] {
        try LedgerReader(folder: configuration.stateFolder).next().compactMap(\.note)
    }

    @Test("a visit whose quarter of an hour is over is ended by the timer, and the ledger says so")
    func timeUp() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let configuration = try configuration(isBegun: true)
        do {
            let access = Access(configuration)
            #expect(access.manner == .stopped && access.check.state == .warning)
            #expect(throws: VisitEnd.timeUp) {
                try access.inService(configuration.gates[0]) {
                    throw VisitEnd.timeUp
                } unable: { _ in
                }
            }
            #expect(throws: VisitEnd.signal(2)) {
                try access.inService(configuration.gates[0]) {
                    throw VisitEnd.signal(2)
                } unable: { _ in
                }
            }
        }
        #expect(
            try notes(configuration) == [
                "service-on-technician", "service-off-timer", "service-on-technician", "service-off-technician",
            ])
    }

    @Test("while a visit lasts no station can start, and where one is at work and silent nothing is touched")
    func alone() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let configuration = try configuration(isBegun: true)
        do {
            let access = Access(configuration)
            #expect(throws: LedgerFault.self) { try begin(configuration.stateFolder) }
            withExtendedLifetime(access) {}
        }
        let station = try begin(configuration.stateFolder)
        let access = Access(configuration)
        #expect(access.manner == .none && access.check.state == .fault)
        #expect(access.check.mend?.hasPrefix("systemctl restart scan-appliance") == true)
        #expect(access.hands(of: configuration.gates[0]) == nil)
        withExtendedLifetime(station) {}
    }

    @Test("a station that never was at work gets no ledger from a visit: it makes its own, as its own user")
    func never() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let configuration = try configuration(isBegun: false)
        let access = Access(configuration)
        #expect(access.manner == .stopped && access.check.found.contains("never was"))
        try access.inService(configuration.gates[0]) {
        } unable: { _ in
            Issue.record("it cannot begin")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: configuration.stateFolder) == [])
    }
}
