import Foundation
import Testing
import Vocabulary

@testable import Credentials

@Suite struct TrustStoreTests {
    private let folder: TemporaryFolder
    private let key = SigningKey()

    init() throws { folder = try TemporaryFolder() }

    private func faults(_ path: String? = nil) -> [TrustFault.Fault] {
        do { _ = try TrustStore(folder: path ?? folder.path) } catch { return error.faults }
        return []
    }

    @Test func keysAndRevocationsAreRead() throws {
        let revoked = try SitePass.sample()
        try folder.write(key.publicKey.fileText, to: "site.pub")
        try folder.write("not looked at", to: "notes.txt")
        try folder.write("# lost\r\n\n  \(Hex.text(revoked.identifier).uppercased())  # badge 12", to: "revoked.txt")
        let trust = try TrustStore(folder: folder.path)
        #expect(trust.examine(try revoked.signed(by: key)).credential?.isRevoked == true)
        let good = try SitePass.sample(identifier: SitePass.newIdentifier())
        #expect(trust.examine(try good.signed(by: key)).credential?.isRevoked == false)
    }

    @Test func everyFaultIsNamedWithFileAndLine() throws {
        try folder.write(key.publicKey.fileText, to: "good.pub")
        try folder.write("# nothing\n", to: "empty.pub")
        try folder.write("#\ned25519-public 00ff\n", to: "short.pub")
        try folder.write(key.publicKey.fileText + key.publicKey.fileText, to: "two.pub")
        try key.write(to: folder.path + "/private.pub")
        try folder.write("00\n# fine\nzz\n", to: "revoked.txt")
        try FileManager.default.createDirectory(
            atPath: folder.path + "/folder.pub", withIntermediateDirectories: false)
        let found = faults().map { "\(($0.file as NSString).lastPathComponent):\($0.line ?? 0)" }
        #expect(
            found == [
                "empty.pub:0", "folder.pub:0", "private.pub:2", "short.pub:2", "two.pub:4", "revoked.txt:1",
                "revoked.txt:3",
            ])
        #expect(faults().first { $0.file.hasSuffix("private.pub") }?.problem.contains("keep it off every gate") == true)
    }

    @Test func aFifoIsAFaultAndNotWaitedFor() throws {
        mkfifo(folder.path + "/pipe.pub", 0o600)
        #expect(faults().count == 1)
    }

    @Test func aFolderWithoutKeysIsAFault() {
        #expect(faults().map(\.problem) == ["the trust folder holds no key: copy an issuer's .pub file into it"])
    }

    @Test func aMissingFolderIsAFault() {
        let missing = faults(folder.path + "/missing")
        #expect(missing.count == 1)
        #expect(missing[0].problem.contains("No such file or directory") && missing[0].problem.contains("make it"))
    }

    @Test func theFingerprintIsThatOfKeysAndRevocations() {
        let other = SigningKey().publicKey
        let one = TrustStore(keys: [key.publicKey, other], revoked: [])
        #expect(one.fingerprint == TrustStore(keys: [other, key.publicKey], revoked: []).fingerprint)
        #expect(one.fingerprint != TrustStore(keys: [key.publicKey], revoked: []).fingerprint)
        #expect(one.fingerprint != TrustStore(keys: [key.publicKey, other], revoked: [Array(0..<16)]).fingerprint)
        #expect(one.fingerprint.count == 16 && Hex.bytes(one.fingerprint) != nil)
    }

    @Test func revokingAppendsOnceAndKeepsWhatStoodThere() throws {
        try folder.write("# ours", to: "revoked.txt")
        chmod(folder.path + "/revoked.txt", 0o640)
        #expect(try RevocationList.revoke(Array(0..<16), in: folder.path))
        #expect(try !RevocationList.revoke(Array(0..<16), in: folder.path))
        #expect(try RevocationList.revoke(Array(16..<32), in: folder.path))
        let expected = "# ours\n000102030405060708090a0b0c0d0e0f\n101112131415161718191a1b1c1d1e1f\n"
        #expect(try folder.text(of: "revoked.txt") == expected)
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/revoked.txt")
        #expect(attributes[.posixPermissions] as? Int == 0o640)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["revoked.txt"])
    }

    @Test func aFaultyListIsNotAddedTo() throws {
        try folder.write("nonsense\n", to: "revoked.txt")
        #expect(throws: TrustFault.self) { try RevocationList.revoke(Array(0..<16), in: folder.path) }
        #expect(try folder.text(of: "revoked.txt") == "nonsense\n")
        #expect(throws: TrustFault.self) { try RevocationList.revoke(Array(0..<16), in: folder.path + "/missing") }
    }
}
