import Credentials
import Glibc

/// Puts a site bundle in place on a board, whether its gate is at work or not. The gate takes it within moments, or when it
/// starts next; it looks at everything once more.
public struct SiteApplication {
    /// What became of it so far.
    public enum State: Hashable, Sendable {
        /// In force, and written down.
        case taken
        case refused(String)
        /// No gate has looked at it.
        case waiting
    }

    public let bundle: SiteBundle
    private let store: SiteStore

    /// Checks the bundle whole, together with everything else that the gate of this configuration file is told, and puts it
    /// in place. Throws a `SettingsFault` where it does not count; then nothing has changed.
    public init(_ signed: [UInt8], to configuration: String) throws(SettingsFault) {
        do {
            let local = try Configuration(file: configuration)
            store = SiteStore(stateFolder: local.stateFolder)
            guard let root = try RootOfTrust(beside: configuration, noted: store) else {
                throw SiteFault(
                    "\(RootOfTrust.file(beside: configuration)): no root of trust is set here: scan-appliance bundle root FILE.pub"
                )
            }
            do { bundle = try UnverifiedSiteBundle(signed).verified(by: root.key) } catch {
                throw SiteFault("\(error)")
            }
            do { _ = try StateFolder(path: local.stateFolder) } catch { throw SiteFault("\(error)") }
            try Self.becomeOwner(of: local.stateFolder)
            try store.install(bundle, as: signed) { place throws(SiteFault) in
                do { try StationSettings.check(bundle, at: place, with: configuration) } catch {
                    throw SiteFault("\(error)".replacing("\(place)/", with: ""))
                }
            }
        } catch { throw SettingsFault(error) }
    }

    public var state: State {
        if let taken = (try? store.taken()) ?? nil, taken >= bundle.version { return .taken }
        return store.refusal(of: bundle.version).map { .refused($0) } ?? .waiting
    }

    /// Root goes on as the gate's own user: what is written then belongs to it, and nothing that this user may have put into
    /// its folder can lead root elsewhere.
    private static func becomeOwner(of folder: String) throws(SiteFault) {
        guard geteuid() == 0 else { return }
        do throws(SystemError) {
            let owner = try OpenFile(folder, O_RDONLY | O_DIRECTORY).status()
            guard owner.st_uid != 0 else { return }
            try SystemError.checked { setgroups(0, nil) }
            try SystemError.checked { setegid(owner.st_gid) }
            try SystemError.checked { seteuid(owner.st_uid) }
        } catch { throw SiteFault("\(folder): \(error.words)") }
    }
}
