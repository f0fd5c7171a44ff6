import Credentials
import Vocabulary

/// All that a station is told from outside, read and checked as a whole: its configuration, and whom it believes.
///
/// Without a root of trust the keys in the trust folder count. With one only those of a site bundle that it signed count, and
/// of the trust folder only the revocations: whoever can write there can shut people out and let nobody in.
public struct StationSettings: Sendable {
    public let configuration: Configuration
    public let trust: TrustStore
    /// What of it is only ever replaced by something newer, with what was taken before.
    let taken: TrustVersions
    /// Nil where none was set.
    public let root: RootOfTrust?
    /// The version of the site bundle in force; nil where there is none.
    public let bundle: UInt64?

    /// Reads everything for the configuration in `file`. Throws a `SettingsFault` that lists what is wrong.
    public init(file: String) throws(SettingsFault) { try self.init(file: file, without: nil) }

    /// The same as if the bundle `passedOver` were not in place.
    init(file: String, without passedOver: UInt64?) throws(SettingsFault) {
        do { self = try Self.read(file, without: passedOver) } catch { throw SettingsFault(error) }
    }

    /// Checks a bundle that lies at `place` and is not in force yet, together with the rest of the station in `file`.
    static func check(_ bundle: SiteBundle, at place: String, with file: String) throws(SettingsFault) {
        do {
            let local = try Configuration(file: file)
            let root = try RootOfTrust(beside: file, noted: SiteStore(stateFolder: local.stateFolder))
            _ = try StationSettings(local, root: root, bundle, at: place)
        } catch { throw SettingsFault(error) }
    }

    private static func read(_ file: String, without passedOver: UInt64?) throws -> StationSettings {
        let local = try Configuration(file: file)
        let store = SiteStore(stateFolder: local.stateFolder)
        guard let root = try RootOfTrust(beside: file, noted: store) else { return try StationSettings(local) }
        let taken = try store.taken()
        guard let version = store.versions.last(where: { $0 != passedOver }) else {
            throw SiteFault(
                "a root of trust is set, so only the keys of a site bundle count, and none is in place: "
                    + "scan-appliance bundle apply FILE")
        }
        guard version >= taken ?? 0 else {
            throw SiteFault(
                "\(store.path(of: version)) is older than version \(taken ?? 0), which was taken and is gone: apply a "
                    + "newer bundle")
        }
        return try StationSettings(
            local, root: root, try store.bundle(version, signedBy: root.key), at: store.path(of: version))
    }

    private init(_ local: Configuration) throws {
        configuration = local
        trust = try TrustStore(folder: local.trustFolder)
        taken = try TrustVersions(stateFolder: local.stateFolder)
            .following(trust, from: local.trustFolder, keptIn: local.stateFolder)
        root = nil
        bundle = nil
    }

    private init(_ local: Configuration, root: RootOfTrust?, _ bundle: SiteBundle, at place: String) throws {
        let pieces = bundle.files.filter { $0.name.hasPrefix("\(SiteFileName.settings)/") }
        let files = try pieces.map { try SettingsFile(path: "\(place)/\($0.name)", $0.bytes) }
        configuration = try Configuration(file: local.file, site: files)
        let folder = "\(place)/\(SiteFileName.trust)"
        trust = try TrustStore(folder: folder, andRevocationsIn: local.trustFolder)
        taken = try TrustVersions(stateFolder: local.stateFolder)
            .following(trust, from: folder, keptIn: local.stateFolder)
        self.root = root
        self.bundle = bundle.version
    }
}

/// Why what a station is told cannot be taken.
public struct SettingsFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Its name in ledger and journal.
    public let incident: Incident
    /// Everything that is wrong, each with its place.
    public let items: [ConfigurationFault.Item]

    init(_ incident: Incident, _ items: [ConfigurationFault.Item]) {
        self.incident = incident
        self.items = items
    }

    init(_ error: any Error) {
        switch error {
        case let fault as SettingsFault: self = fault
        case let fault as ConfigurationFault: self.init(.configurationRejected, fault.items)
        case let fault as TrustFault:
            self.init(
                .trustUnreadable, fault.faults.map { .init(path: $0.file, line: $0.line, what: $0.problem) })
        case let fault as SystemError:
            self.init(
                .bundleRejected, [.init(path: "", line: nil, what: "site bundles cannot be read: \(fault.words)")])
        default: self.init(.bundleRejected, [.init(path: "", line: nil, what: "\(error)")])
        }
    }

    public var description: String { items.map(\.description).joined(separator: "\n") }
}
