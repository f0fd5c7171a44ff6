import Admission
import Credentials
import Foundation
import Ledger
import Testing
import Vocabulary

@testable import Station

/// A station whose list of signers is so many days old.
private final class AgedStation: StationObserver {
    let folder: TemporaryFolder
    let judge: Judge
    let keeper: TrustKeeper
    private(set) var told: [String] = []
    private let record: Record
    private let key = SigningKey()

    init(days: Int64?) throws {
        folder = try TemporaryFolder()
        let trust = "\(folder.path)/trust"
        try FileManager.default.createDirectory(atPath: trust, withIntermediateDirectories: true)
        _ = folder.write("trust/site.pub", key.publicKey.fileText)
        if let days { try Self.writeList(to: trust, days: days, key) }
        let file = folder.write(
            "config.toml",
            "station = \"north\"\ntrust_dir = \"trust\"\nboard = \"simulated\"\ncamera.source = \"replay:frames\"\n")
        let configuration = try Configuration(file: file)
        let ledger = try openLedger(in: folder.path)
        judge = Judge(configuration: configuration, trust: try TrustStore(folder: trust), ledger: ledger)
        let watcher = Watcher()
        let clock = StationClock(configuration.clock, folder: folder.path)
        record = Record(ledger: ledger, clock: clock, observers: [watcher])
        // A simulated board believes the machine's clock, once it has looked at it.
        ClockKeeper(clock, station: "north", judge: judge, record: record, at: .now).tick(at: .now)
        keeper = TrustKeeper(judge: judge, record: record, at: .now)
        watcher.station = self
    }

    private static func writeList(to trust: String, days: Int64, _ key: SigningKey) throws {
        var lists = TrustImport()
        let x = Data((1...32).map { UInt8($0) }).base64EncodedString()
        let jwks = #"{"keys":[{"kid":"k","kty":"OKP","crv":"Ed25519","x":"\#(x)","use":"sig","alg":"EdDSA"}]}"#
        try lists.add(tokenKeys: Array(jwks.utf8), issuer: nil, file: "keys")
        let created = WallTime(seconds: WallTime.now.seconds - days * 86400)
        _ = try lists.write(to: trust, signedBy: key, at: created)
    }

    /// Takes a list of this age, as a reload does.
    func takeList(days: Int64) throws {
        try Self.writeList(to: "\(folder.path)/trust", days: days, key)
        judge.adopt(try StationSettings(file: "\(folder.path)/config.toml"))
    }

    func note(_ event: StationEvent) {
        switch event {
        case .incident(let incident, _, _): told.append(incident.rawValue)
        case .recovered: told.append("recovered")
        default: break
        }
    }

    func rows() throws -> [String] { try LedgerReader(folder: folder.path).next().compactMap(\.note) }

    private final class Watcher: StationObserver {
        weak var station: AgedStation?
        func note(_ event: StationEvent) { station?.note(event) }
    }
}

@Suite("How old the list of signers is")
struct TrustKeeperTests {
    @Test(
        "each age is told once, with a row",
        arguments: [(nil, "none", []), (1, "fresh", []), (8, "old", ["trust-old"]), (31, "stale", ["trust-stale"])]
            as [(Int64?, String, [String])])
    func age(days: Int64?, age: String, incidents: [String]) throws {
        let station = try AgedStation(days: days)
        let now = MonotonicTime.now
        for second in [0, 61, 122] { station.keeper.tick(at: now + .seconds(second)) }
        #expect(station.keeper.status.age == age && station.told == incidents)
        #expect(try station.rows() == incidents)
        #expect(station.keeper.status.version == (days == nil ? nil : 1))
    }

    @Test("a newer list ends it at once")
    func newer() throws {
        let station = try AgedStation(days: 40)
        station.keeper.tick(at: .now)
        try station.takeList(days: 0)
        station.keeper.look(at: .now)
        #expect(station.told == ["trust-stale", "recovered"])
        #expect(station.keeper.status.version == 2 && station.keeper.status.age == "fresh")
    }
}

/// The examples of deploy/config.toml that stand there as comments.
@Suite struct HealthPresetTests {
    @Test("both presets are rules that can be taken, and colour as they say")
    func presets() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../deploy/config.toml").standardizedFileURL
        let blocks = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .split { !$0.hasPrefix("#   ") }.filter { $0.first?.contains("doses = ") == true }
        try #require(blocks.count == 2)
        let now = try #require(WallTime(rfc3339: "2022-09-01T00:00:00Z"))
        let credential = Credential(
            format: .healthCertificate, identifier: [1], issuer: "ID", holderClass: .visitor, notBefore: nil,
            expires: nil, scope: .all, isSingleUse: false, isRevoked: false)
        let wanted: [[Colour]] = [[.red, .yellow, .green, .green], [.red, .red, .yellow, .green]]
        for (block, colours) in zip(blocks, wanted) {
            let folder = try TemporaryFolder()
            let text = block.map { $0.dropFirst(4) }.joined(separator: "\n")
            let configuration = try Configuration(
                file: folder.write(
                    "config.toml",
                    "station = \"A\"\nboard = \"simulated\"\ncamera.source = \"replay:x\"\n[health]\n\(text)\n"))
            let found = (0...3).map { doses -> Colour in
                let event = HealthClaims.Event.vaccination(dose: doses, of: 2, products: [], day: now)
                let health = HealthClaims(events: doses > 0 ? [event] : [], birth: nil)
                return configuration.health.colour(of: health, from: credential, at: now)
            }
            #expect(found == colours)
        }
    }
}
