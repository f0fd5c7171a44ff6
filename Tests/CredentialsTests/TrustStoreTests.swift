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

    @Test func aListIsReadInPiecesOfAnyLengthWithCommentsAndBlanks() throws {
        let passes = (0..<5000).map { index in (0..<16).map { UInt8(truncatingIfNeeded: index &* 7919 >> ($0 % 4)) } }
        let text = passes.enumerated().map { index, pass in
            "\t \(index % 2 == 0 ? Hex.text(pass) : Hex.text(pass).uppercased())  \(index % 3 == 0 ? "# lost" : "")\r\n"
        }
        try folder.write("# ours\n\n" + text.joined() + Hex.text([UInt8](repeating: 9, count: 16)), to: "revoked.txt")
        let revoked = try RevokedPasses(folders: [folder.path])
        #expect(revoked.count == Set(passes).count + 1)
        #expect(passes.allSatisfy(revoked.contains) && revoked.contains([UInt8](repeating: 9, count: 16)))
        #expect(!revoked.contains([UInt8](repeating: 8, count: 16)) && !revoked.contains([]))
    }

    @Test func linesThatAreNoPassesAreNamedWithTheirNumbers() throws {
        let good = Hex.text([UInt8](repeating: 1, count: 16))
        let lines = [good, good + "0", "# x", String(good.dropLast()), "", good + " # x", good + " 0", "g" + good]
        try folder.write(lines.joined(separator: "\n"), to: "revoked.txt")
        #expect(faults(folder.path).filter { $0.file.hasSuffix("revoked.txt") }.map(\.line) == [2, 4, 7, 8])
        try folder.write(String(repeating: "x\n", count: 5000), to: "revoked.txt")
        #expect(faults(folder.path).count { $0.file.hasSuffix("revoked.txt") } == 100)
    }

    @Test func aLongListIsWithdrawnInOneStepAndCountsBesideTheShortOne() throws {
        try folder.write(key.publicKey.fileText, to: "site.pub")
        let before = try TrustStore(folder: folder.path)
        let passes = (0..<1000).map { withUnsafeBytes(of: (UInt128($0) * 0x9E37_79B9_7F4A_7C15).bigEndian, Array.init) }
        try folder.write(passes.shuffled().map { Hex.text($0) + "\n" }.joined(), to: "list")
        #expect(try RevocationList.revoke(listedIn: folder.path + "/list", in: folder.path) == 1000)
        #expect(try RevocationList.revoke(listedIn: folder.path + "/list", in: folder.path) == 0)
        #expect(try !RevocationList.revoke(passes[0], in: folder.path), "withdrawn already")
        #expect(try RevocationList.revoke([UInt8](repeating: 7, count: 16), in: folder.path))
        let trust = try TrustStore(folder: folder.path)
        #expect(passes.allSatisfy(trust.isRevoked) && trust.isRevoked([UInt8](repeating: 7, count: 16)))
        #expect(!trust.isRevoked([UInt8](repeating: 8, count: 16)))
        #expect(trust.summary.withdrawnPasses == 1001 && trust.fingerprint != before.fingerprint)
        try folder.write("nonsense\n", to: "list")
        #expect(throws: TrustFault.self) {
            try RevocationList.revoke(listedIn: folder.path + "/list", in: folder.path)
        }
        #expect(throws: TrustFault.self) { try RevocationList.revoke(listedIn: "/nowhere", in: folder.path) }
    }

    @Test func aFaultyListIsNotAddedTo() throws {
        try folder.write("nonsense\n", to: "revoked.txt")
        #expect(throws: TrustFault.self) { try RevocationList.revoke(Array(0..<16), in: folder.path) }
        #expect(try folder.text(of: "revoked.txt") == "nonsense\n")
        #expect(throws: TrustFault.self) { try RevocationList.revoke(Array(0..<16), in: folder.path + "/missing") }
    }
}
