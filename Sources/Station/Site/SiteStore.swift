import Credentials
import Glibc

/// The site bundles of a station, in the folder `site` of its state folder.
///
/// | name | what it is |
/// |---|---|
/// | `VERSION/` | a bundle in place: its signed file `bundle` and its files, as they are read |
/// | `taken` | the version that the gate has taken and written down: none below it counts ever again |
/// | `VERSION.refused` | why the gate did not take that version |
/// | `root.pub` | the root of trust that was set first |
///
/// A bundle comes into place by one rename, so it is there whole or not at all. Who may write here is root and the gate's own
/// user; what they could put there still counts only as it was signed.
struct SiteStore {
    let folder: String

    private static let bundleName = "bundle"
    private static let takenName = "taken"

    init(stateFolder: String) { folder = "\(stateFolder)/site" }

    /// The versions in place, the highest last.
    var versions: [UInt64] {
        ((try? names(inFolder: folder)) ?? []).compactMap { name in UInt64(name).flatMap { "\($0)" == name ? $0 : nil }
        }
        .sorted()
    }

    /// What was taken last; nil where none ever was. Throws what the system says of a file that is there and cannot be read.
    func taken() throws(SystemError) -> UInt64? {
        do throws(SystemError) {
            return UInt64(try OpenFile.firstLine(of: "\(folder)/\(Self.takenName)"))
        } catch {
            if error.code == ENOENT { return nil }
            throw error
        }
    }

    func path(of version: UInt64) -> String { "\(folder)/\(version)" }

    /// The bundle in place as `version`, if `root` signed it and every file is as it was signed.
    func bundle(_ version: UInt64, signedBy root: PublicKey) throws(SiteFault) -> SiteBundle {
        let place = path(of: version)
        let bytes: [UInt8]
        do {
            bytes = try OpenFile("\(place)/\(Self.bundleName)", O_RDONLY | O_NOFOLLOW).read(
                limit: SiteBundle.maximumLength)
        } catch {
            throw SiteFault("\(place): the bundle cannot be read: \(error.words)")
        }
        let bundle: SiteBundle
        do { bundle = try UnverifiedSiteBundle(bytes).verified(by: root) } catch {
            throw SiteFault("\(place): \(error)")
        }
        guard bundle.version == version else {
            throw SiteFault("\(place): the bundle in it is version \(bundle.version): somebody moved it")
        }
        try SiteTree(path: place).check(against: bundle, and: [Self.bundleName])
        return bundle
    }

    /// Puts a bundle in place: `check` looks at it before its name counts, and where it throws nothing was changed. The very
    /// one that is there already is put there anew where its files are no longer as they were signed.
    ///
    /// Throws a `SiteFault` where a higher version is there or was, or another one of this number.
    func install(
        _ bundle: SiteBundle, as signed: [UInt8], check: (_ place: String) throws(SiteFault) -> Void
    ) throws(SiteFault) {
        let lock = try lock()
        let highest = max(versions.last ?? 0, try Self.attempt(folder) { () throws(SystemError) in try taken() ?? 0 })
        let place = SiteTree(path: path(of: bundle.version))
        let isThere = bundle.version == highest && place.holds(signed, as: Self.bundleName)
        if isThere, (try? place.check(against: bundle, and: [Self.bundleName])) != nil { return }
        guard bundle.version > highest || isThere else {
            throw SiteFault(
                "version \(bundle.version) is not newer than version \(highest), which this gate has: make a newer one")
        }
        let fresh = path(of: bundle.version) + ".new"
        let tree = SiteTree(path: fresh)
        tree.remove()
        do throws(SiteFault) {
            try Self.attempt(fresh) { () throws(SystemError) in
                try tree.write(bundle, and: [Self.bundleName: signed])
            }
            try check(fresh)
            place.remove()
            try Self.attempt(place.path) { () throws(SystemError) in
                try SystemError.checked { rename(fresh, place.path) }
                try lock.sync()
            }
            // What was said of it before is no longer so.
            unlink(refusalFile(of: bundle.version))
        } catch {
            tree.remove()
            throw error
        }
    }

    /// Only one bundle is put in place at a time.
    private func lock() throws(SiteFault) -> OpenFile {
        mkdir(folder, 0o700)
        do { return try OpenFile.locking(folder: folder) } catch {
            throw SiteFault("\(folder) cannot be used: \(error.words)")
        }
    }

    private static func attempt<T>(_ path: String, _ act: () throws(SystemError) -> T) throws(SiteFault) -> T {
        do { return try act() } catch { throw SiteFault("\(path): \(error.words)") }
    }

    /// The gate has taken this version and written it down: older ones go.
    func take(_ version: UInt64) throws(SystemError) {
        try replaceFile(Self.takenName, in: folder, by: Array("\(version)\n".utf8))
        for name in (try? names(inFolder: folder)) ?? [] {
            let older = UInt64(name.prefix { $0 != "." }).map { $0 < version } ?? false
            if older { SiteTree(path: "\(folder)/\(name)").remove() }
        }
    }

    /// The gate does not take this version; the reason is kept for whoever applied it.
    func refuse(_ version: UInt64, because reason: String) {
        SiteTree(path: path(of: version)).remove()
        try? replaceFile("\(version).refused", in: folder, by: Array((reason + "\n").utf8))
    }

    private func refusalFile(of version: UInt64) -> String { "\(path(of: version)).refused" }

    /// Why the gate did not take this version; nil where it did or has not looked yet.
    func refusal(of version: UInt64) -> String? {
        guard let bytes = try? OpenFile(refusalFile(of: version), O_RDONLY).read(limit: 1 << 16) else {
            return nil
        }
        return String(decoding: bytes.dropLast(), as: UTF8.self)
    }
}

/// Why a bundle or a root of trust does not count.
public struct SiteFault: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
