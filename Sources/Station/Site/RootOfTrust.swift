import Credentials
import Glibc

/// The one public key that a gate believes before any other: what it signed counts, and no other key does.
///
/// It is set once, when the gate is mounted: `root.pub` beside config.toml. The gate notes in its state folder which it was, so
/// that taking the file away brings no old state back.
public struct RootOfTrust: Sendable {
    public let key: PublicKey

    static let name = "root.pub"

    /// Where it stands for a configuration.
    public static func file(beside configuration: String) -> String {
        (configuration.lastIndex(of: "/").map { String(configuration[...$0]) } ?? "") + name
    }

    /// Whether one was set for a configuration, readable or not.
    static func isSet(beside configuration: String) -> Bool { access(file(beside: configuration), F_OK) == 0 }

    /// The root of trust of the station with this configuration file; nil where none was set. Throws a `SiteFault` where it is
    /// not the one that was set first.
    init?(beside configuration: String, noted store: SiteStore) throws(SiteFault) {
        let file = Self.file(beside: configuration)
        let noted = try Self.read("\(store.folder)/\(Self.name)")
        guard let key = try Self.read(file) else {
            guard noted == nil else {
                throw SiteFault(
                    "\(file): the root of trust was set and is gone: put it back. Who mounts the gate anew removes "
                        + "\(store.folder) too")
            }
            return nil
        }
        guard noted.map({ $0 == key }) ?? true else {
            throw SiteFault(
                "\(file): another root of trust was set before: put that one back. Who mounts the gate anew removes "
                    + "\(store.folder) too")
        }
        self.key = key
    }

    /// Notes that it was set. Throws what the system says.
    func note(in store: SiteStore) throws(SystemError) {
        mkdir(store.folder, 0o700)
        guard (try? Self.read("\(store.folder)/\(Self.name)")) ?? nil == nil else { return }
        try replaceFile(Self.name, in: store.folder, by: Array(key.fileText.utf8))
    }

    /// Sets it. Throws a `SiteFault` where another one is set, or the file cannot be written.
    public static func set(_ key: PublicKey, beside configuration: String) throws(SiteFault) {
        let file = file(beside: configuration)
        if let old = try read(file) {
            guard old == key else { throw SiteFault("\(file): a root of trust is set once, and another one was") }
            return
        }
        do throws(SystemError) {
            let folder = file.parent
            try replaceFile(name, in: folder, by: Array(key.fileText.utf8), mode: 0o644)
        } catch {
            throw SiteFault("\(file) cannot be written: \(error.words)")
        }
    }

    private static func read(_ file: String) throws(SiteFault) -> PublicKey? {
        // Who may not even look for it is not the gate: commands of others go by what they see.
        guard access(file, F_OK) == 0 || ![ENOENT, EACCES].contains(errno) else { return nil }
        do { return try PublicKey(file: file) } catch { throw SiteFault("\(error)") }
    }
}

extension String {
    /// The folder of a path, `.` where it names none.
    var parent: String {
        guard let slash = lastIndex(of: "/") else { return "." }
        return slash == startIndex ? "/" : String(self[..<slash])
    }
}
