import Crypto
import Glibc
import Vocabulary

/// The highest versions that a gate has taken of what is only ever replaced by something newer: the list of signers and the
/// denylist. The gate keeps them in its state folder, so that an older one that somebody puts back counts no more after a
/// start than before it.
public struct TrustVersions: Hashable, Sendable {
    /// One version, and what tells another of the same number from it.
    private struct Taken: Hashable {
        let version: UInt64
        let content: String
    }

    /// Nil where there never was any.
    private var bundle: Taken?
    private var denylist: Taken?

    static let name = "trust.taken"
    private static let comment =
        "# The highest versions of bundle.cose and denied.cose that this gate has taken: it takes none that is older."

    /// What was kept in a state folder; empty where nothing was, and for whoever may not look there.
    ///
    /// Throws a `TrustFault` for a file that says something else.
    public init(stateFolder: String) throws(TrustFault) {
        let file = "\(stateFolder)/\(Self.name)"
        let bytes: [UInt8]
        do { bytes = try OpenFile(file, O_RDONLY).read(limit: 4096) } catch {
            if [ENOENT, EACCES, ENOTDIR].contains(error.code) { return }
            throw TrustFault(file, "cannot be read: \(error.words)")
        }
        for (line, content) in KeyFile.lines(String(decoding: bytes, as: UTF8.self)) {
            let words = content.split(separator: " ")
            guard words.count == 3, let version = UInt64(words[1]) else { throw Self.damaged(file, line) }
            let taken = Taken(version: version, content: String(words[2]))
            switch words[0] {
            case "bundle" where bundle == nil: bundle = taken
            case "denylist" where denylist == nil: denylist = taken
            default: throw Self.damaged(file, line)
            }
        }
    }

    private static func damaged(_ file: String, _ line: Int) -> TrustFault {
        TrustFault(
            file, line: line,
            "damaged: remove it once you are sure that bundle.cose and denied.cose are the newest there are")
    }

    /// Keeps this in the state folder; on the disk when it returns.
    package func save(in stateFolder: String) throws(SystemError) {
        if let kept = try? TrustVersions(stateFolder: stateFolder), kept == self { return }
        var text = Self.comment + "\n"
        for (name, taken) in [("bundle", bundle), ("denylist", denylist)] {
            if let taken { text += "\(name) \(taken.version) \(taken.content)\n" }
        }
        try OpenFile.replace("\(stateFolder)/\(Self.name)", with: Array(text.utf8))
        try OpenFile(stateFolder, O_RDONLY | O_DIRECTORY).sync()
    }

    /// What is taken once `trust` is, which was read from `folder`.
    ///
    /// Throws a `TrustFault` for a bundle or a denylist that is older than the one before, or another of the same version, and
    /// where there is no denylist any more: somebody may want withdrawn signers back, or somebody off the list. Without a
    /// bundle nobody is believed who was not before.
    public func following(
        _ trust: TrustStore, from folder: String, keptIn stateFolder: String
    ) throws(TrustFault) -> TrustVersions {
        var next = self
        if let new = trust.bundle {
            next.bundle = try Self.newer(
                Taken(version: new.version, content: "\(new.created.seconds)"), than: bundle,
                "\(folder)/\(TrustBundle.name)", stateFolder)
        }
        let file = "\(folder)/\(Denylist.name)"
        if let new = trust.denylist {
            next.denylist = try Self.newer(
                Taken(version: new.version, content: new.fingerprint), than: denylist, file, stateFolder)
        } else if let denylist {
            throw TrustFault(
                file,
                "the denylist is gone, of which version \(denylist.version) was taken: " + Self.remedy(in: stateFolder))
        }
        return next
    }

    private static func newer(
        _ new: Taken, than old: Taken?, _ file: String, _ stateFolder: String
    ) throws(TrustFault) -> Taken {
        guard let old, new != old, new.version <= old.version else { return new }
        throw TrustFault(
            file,
            "version \(new.version) cannot follow version \(old.version), which this gate has taken: "
                + Self.remedy(in: stateFolder))
    }

    private static func remedy(in stateFolder: String) -> String {
        "put the newest one there; to begin anew with what is there, stop the gate and remove \(stateFolder)/\(name)"
    }
}

extension Denylist {
    /// A short identity of version and content.
    fileprivate var fingerprint: String { Hex.text(SHA256.hash(data: payload).prefix(8)) }
}
