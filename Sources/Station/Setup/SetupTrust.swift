import Credentials
import Foundation

/// Whom a station that is being set up shall believe: read and checked before anything is written, and then put in place.
public struct SetupTrust {
    private let root: PublicKey?
    private let keys: [(name: String, key: PublicKey)]

    /// Reads the files of `wishes`. Throws a `KeyFault` for what is no key.
    public init(_ wishes: SetupDocument.Wishes) throws(KeyFault) {
        var keys: [(name: String, key: PublicKey)] = []
        for file in wishes.keys {
            let name = URL(fileURLWithPath: file).lastPathComponent
            keys.append((name.hasSuffix(".pub") ? name : name + ".pub", try PublicKey(file: file)))
        }
        self.keys = keys
        if let file = wishes.root { root = try PublicKey(file: file) } else { root = nil }
    }

    /// Makes the trust folder, copies the keys there, and sets the root of trust.
    ///
    /// Throws a `SetupFault` or a `SiteFault`; a key of the same name that is another one stays.
    public func place(for configuration: Configuration) throws {
        let folder = configuration.trustFolder
        do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
            throw SetupFault(description: "\(folder) cannot be made: \(error.localizedDescription)")
        }
        for (name, key) in keys {
            if let old = try? PublicKey(file: "\(folder)/\(name)"), old != key {
                throw SetupFault(description: "\(folder)/\(name) is there already and is another key: remove it first")
            }
            do { try replaceFile(name, in: folder, by: Array(key.fileText.utf8), mode: 0o644) } catch {
                throw SetupFault(description: "\(folder)/\(name) cannot be written: \(error.words)")
            }
        }
        if let root { try RootOfTrust.set(root, beside: configuration.file) }
    }
}
