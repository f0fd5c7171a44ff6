import Credentials
import Foundation
import Testing
import Vocabulary

@testable import Station

/// Bundles in place: what comes there, what counts there, what goes.
@Suite struct SiteStoreTests {
    private let folder: TemporaryFolder
    private let store: SiteStore
    private let root = SigningKey()

    init() throws {
        folder = try TemporaryFolder()
        store = SiteStore(stateFolder: folder.path)
    }

    private func bundle(_ version: UInt64, _ text: String = "x") throws -> SiteBundle {
        try SiteBundle(
            version: version, created: .init(seconds: 0),
            files: [
                .init(name: "trust/site.pub", bytes: Array(text.utf8)),
                .init(name: "trust/administrators/a.pub", bytes: [1]), .init(name: "conf.d/1.toml", bytes: []),
            ])
    }

    private func install(_ version: UInt64, check: (String) throws(SiteFault) -> Void = { _ in }) throws {
        let bundle = try bundle(version)
        try store.install(bundle, as: bundle.signed(by: root), check: check)
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: store.folder).sorted()
    }

    private func fault(_ version: UInt64) -> String? {
        do { _ = try store.bundle(version, signedBy: root.publicKey) } catch {
            return "\(error)".replacing(store.folder + "/", with: "")
        }
        return nil
    }

    @Test("a bundle in place is read as it was signed")
    func inPlace() throws {
        try install(7)
        #expect(store.versions == [7])
        #expect(try store.bundle(7, signedBy: root.publicKey) == bundle(7))
        #expect(try names() == ["7"])
    }

    @Test("an older version is refused, also when the newer one is gone, and that one is then too")
    func older() throws {
        try install(7)
        #expect(throws: SiteFault.self) { try install(6) }
        try store.take(7)
        try FileManager.default.removeItem(atPath: store.path(of: 7))
        for version: UInt64 in [7, 6] { #expect(throws: SiteFault.self) { try install(version) } }
        try install(8)
        #expect(store.versions == [8])
    }

    @Test("the same bundle again changes nothing, and mends what somebody changed")
    func again() throws {
        let bundle = try bundle(7)
        let signed = bundle.signed(by: root)
        try store.install(bundle, as: signed) { _ in }
        try store.take(7)
        try store.install(bundle, as: signed) { _ throws(SiteFault) in throw SiteFault("it is not looked at again") }
        try "y".write(toFile: store.path(of: 7) + "/trust/site.pub", atomically: false, encoding: .utf8)
        #expect(fault(7) != nil)
        try store.install(bundle, as: signed) { _ in }
        #expect(fault(7) == nil)
        let other = try self.bundle(7, "other")
        #expect(throws: SiteFault.self) { try store.install(other, as: other.signed(by: root)) { _ in } }
    }

    @Test("a bundle that was refused and is applied again is waited for anew")
    func refusedBefore() throws {
        try install(5)
        store.refuse(5, because: "no good")
        try install(5)
        #expect(store.refusal(of: 5) == nil && store.versions == [5])
    }

    @Test("what the check does not like leaves nothing behind, and what a power cut left is swept")
    func refused() throws {
        #expect(throws: SiteFault.self) {
            try install(7) { place throws(SiteFault) in
                if FileManager.default.fileExists(atPath: place + "/trust/site.pub") { throw SiteFault("no") }
            }
        }
        #expect(try names() == [])
        try FileManager.default.createDirectory(
            atPath: store.folder + "/7.new/trust", withIntermediateDirectories: true)
        try install(7)
        #expect(try names() == ["7"])
    }

    @Test("taking one removes the older ones and their refusals")
    func taken() throws {
        try install(5)
        try store.take(5)
        try install(6)
        store.refuse(6, because: "no good")
        #expect(store.refusal(of: 6) == "no good" && store.versions == [5])
        try install(7)
        try store.take(7)
        #expect(try names() == ["7", "taken"] && store.taken() == 7)
    }

    @Test("what was changed, added, taken away, moved or linked after it was applied does not count")
    func tampered() throws {
        try install(7)
        let key = store.path(of: 7) + "/trust/site.pub"
        let other = folder.write("other.pub", "y")
        for act: () throws -> Void in [
            { try "y".write(toFile: key, atomically: false, encoding: .utf8) },
            { try "xx".write(toFile: key, atomically: false, encoding: .utf8) },
            { try FileManager.default.removeItem(atPath: key) },
            { try FileManager.default.createSymbolicLink(atPath: key, withDestinationPath: other) },
        ] {
            try act()
            #expect(fault(7) == "7/trust/site.pub is not as it was signed: apply the bundle again")
        }
        try FileManager.default.removeItem(atPath: key)
        try "x".write(toFile: key, atomically: false, encoding: .utf8)
        #expect(fault(7) == nil)
        try "x".write(toFile: store.path(of: 7) + "/trust/more.pub", atomically: false, encoding: .utf8)
        #expect(fault(7) == "7/trust/more.pub is not in the bundle: remove it, or apply the bundle again")
        try FileManager.default.removeItem(atPath: store.path(of: 7) + "/trust/more.pub")
        try FileManager.default.moveItem(atPath: store.path(of: 7), toPath: store.path(of: 9))
        #expect(fault(9) == "9: the bundle in it is version 7: somebody moved it")
        #expect(fault(7)?.hasPrefix("7: the bundle cannot be read") == true)
    }

    @Test("a root of trust is set once; the noted one outlives its file")
    func roots() throws {
        let file = folder.path + "/config.toml"
        #expect(try RootOfTrust(beside: file, noted: store) == nil)
        try RootOfTrust.set(root.publicKey, beside: file)
        try RootOfTrust.set(root.publicKey, beside: file)
        #expect(throws: SiteFault.self) { try RootOfTrust.set(SigningKey().publicKey, beside: file) }
        let set = try #require(try RootOfTrust(beside: file, noted: store))
        try set.note(in: store)
        try FileManager.default.removeItem(atPath: folder.path + "/root.pub")
        #expect(throws: SiteFault.self) { try RootOfTrust(beside: file, noted: store) }
        try RootOfTrust.set(SigningKey().publicKey, beside: file)
        #expect(throws: SiteFault.self) { try RootOfTrust(beside: file, noted: store) }
    }

    @Test("a piece of configuration says nothing that is a board's own")
    func foreignSettings() throws {
        let piece = try SettingsFile(
            path: "p.toml",
            Array("station = \"X\"\nhours.member = []\n[lines.lock]\n[gate.a]\ntiming.pulse = 3\ncamera.fps = 3\n".utf8)
        )
        #expect(
            piece.foreignSettings.map { "\($0)" } == [
                "p.toml:6: gate.a.camera: is the station's own, and no bundle may say it: write it into config.toml",
                "p.toml:3: lines: is the station's own, and no bundle may say it: write it into config.toml",
                "p.toml:1: station: is the station's own, and no bundle may say it: write it into config.toml",
            ])
    }
}
