import Foundation
import Testing

@testable import Credentials

@Suite struct KeyTests {
    private let folder: TemporaryFolder
    private let file: String

    init() throws {
        folder = try TemporaryFolder()
        file = folder.path + "/site.key"
    }

    private func fault(_ work: () throws(KeyFault) -> Void) -> String {
        do { try work() } catch { return error.description }
        return ""
    }

    @Test func aKeyComesBackFromItsFile() throws {
        let key = SigningKey()
        try key.write(to: file)
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let read = try SigningKey(file: file)
        #expect(read.publicKey == key.publicKey)
        #expect(key.publicKey.isSignature(read.sign([1, 2, 3]), of: [1, 2, 3]))
    }

    @Test func aKeyIsNeverOverwritten() throws {
        try folder.write("something else", to: "site.key")
        #expect(fault { () throws(KeyFault) in try SigningKey().write(to: file) }.contains("never overwritten"))
        #expect(try folder.text(of: "site.key") == "something else")
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o601, 0o666] as [mode_t])
    func aKeyThatOthersCanGetAtIsRefused(mode: mode_t) throws {
        try SigningKey().write(to: file)
        chmod(file, mode)
        let fault = fault { () throws(KeyFault) in _ = try SigningKey(file: file) }
        #expect(fault.contains("mode 0\(String(mode, radix: 8))") && fault.contains("chmod 600"))
    }

    @Test func whatIsNoKeyIsNamedWithItsLine() throws {
        let key = SigningKey()
        for (text, words) in [
            ("", "site.key: holds no key"), ("#\n\nhello", "site.key:3: not a key"),
            (key.publicKey.fileText, "site.key:2: a public key: name the private key"),
            ("ed25519-private 00", "site.key:1: a damaged key"),
        ] {
            try folder.write(text, to: "site.key")
            #expect(fault { () throws(KeyFault) in _ = try SigningKey(file: file) }.contains(words))
        }
        #expect(
            fault { () throws(KeyFault) in _ = try SigningKey(file: folder.path + "/none") }
                .contains("No such file or directory"))
    }

    @Test func aPublicKeyComesBackFromItsText() throws {
        let key = SigningKey().publicKey
        let read = try PublicKey(fileText: key.fileText)
        #expect(read == key && read.identifier == key.identifier && key.identifier.count == 8)
    }

    /// RFC 8032 section 7.1 test 1, and the thumbprint computed from RFC 9679's definition with coreutils.
    @Test func theIdentifierIsTheHeadOfTheThumbprint() throws {
        let point = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
        #expect(Hex.text(try PublicKey(fileText: "ed25519-public \(point)").identifier) == "866eefbd6718c884")
    }
}
