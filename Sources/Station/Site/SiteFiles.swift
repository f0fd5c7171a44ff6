import Credentials
import Foundation

/// What goes into a site bundle, found in the folders of whoever makes it.
public enum SiteFiles {
    /// What gates read of a trust folder, and nothing else that lies there: no private key gets into a bundle by being left
    /// beside its public half.
    ///
    /// Throws a `TrustFault` where a gate could not use the folder, or what reading throws.
    public static func trust(folder: String) throws -> [SiteBundle.File] {
        _ = try TrustStore(folder: folder)
        let administrators = (try? names(inFolder: "\(folder)/administrators")) ?? []
        let found = try names(inFolder: folder) + administrators.map { "administrators/\($0)" }
        return try found.filter(isRead).map { try file("\(folder)/\($0)", as: "\(SiteFileName.trust)/\($0)") }
    }

    /// Pieces of configuration. Throws a `ConfigurationFault` for what no gate would take.
    public static func settings(_ paths: [String]) throws -> [SiteBundle.File] {
        try paths.map { path in
            let name = URL(fileURLWithPath: path).lastPathComponent
            let file = try file(path, as: "\(SiteFileName.settings)/\(name)")
            let settings = try SettingsFile(path: path, file.bytes)
            let faults = settings.foreignSettings + (try unknownSettings(of: settings))
            guard faults.isEmpty else { throw ConfigurationFault(items: faults) }
            return file
        }
    }

    private static func isRead(_ name: String) -> Bool {
        name.hasSuffix(".pub")
            || ["revoked.txt", "revoked.hashes", "badges.txt", "bundle.cose", "bundle.root"].contains(name)
    }

    private static func file(_ path: String, as name: String) throws -> SiteBundle.File {
        do {
            return .init(name: name, bytes: try OpenFile(path, O_RDONLY).read(limit: SiteBundle.maximumContent))
        } catch {
            throw ConfigurationFault(path: path, line: nil, "cannot be read: \(error.words)")
        }
    }

    /// What is wrong with a piece at any station; of pieces for single gates only the gates themselves know.
    private static func unknownSettings(of piece: SettingsFile) throws -> [ConfigurationFault.Item] {
        guard piece.members["gate"] == nil else { return [] }
        let station = try SettingsFile(
            path: piece.path, Array("station = \"X\"\nboard = \"simulated\"\ncamera.source = \"replay:x\"\n".utf8))
        let faults = SettingsTable.Faults()
        let members = SettingsNode.merged([station.members, piece.members]).members
        _ = Configuration(SettingsTable(path: piece.path, members: members, faults: faults), file: piece.path)
        return faults.items
    }
}
