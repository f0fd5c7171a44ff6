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
            do { try StateFolder.becomeOwner(of: local.stateFolder) } catch {
                throw SiteFault("\(local.stateFolder): \(error.words)")
            }
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
}
