import Foundation
import Testing
import Vectors
import Vocabulary

@testable import Credentials

@Suite struct TrustBundleTests {
    private let folder: TemporaryFolder
    private let key = SigningKey()
    private let signer: Signer

    init() throws {
        folder = try TemporaryFolder()
        let point = key.publicKey.bytes
        signer = Signer(
            role: .documents, identifier: Array(1...8), issuer: "ID",
            key: try #require(VerificationKey(ed25519: point)),
            keyInfo: VerificationKey.info(ed25519: point), notBefore: WallTime(seconds: 1),
            notAfter: WallTime(seconds: 2), usage: [.test, .recovery],
            fingerprint: Array(repeating: 7, count: 32), subject: [0x30, 0])
    }

    private func bundle(_ version: UInt64) -> TrustBundle {
        TrustBundle(version: version, created: WallTime(seconds: 1_000_000), signers: [signer])
    }

    @Test func aSignedBundleIsReadAsItWasWritten() throws {
        let read = try TrustBundle(bundle(3).signed(by: key), signedBy: key.publicKey)
        #expect(read.version == 3 && read.created == WallTime(seconds: 1_000_000))
        #expect(read.signers.map(\.cbor) == [signer.cbor])
    }

    @Test func aBundleOfAnotherKeyOrWithOneByteChangedIsRefused() throws {
        let bytes = bundle(3).signed(by: key)
        #expect(throws: BundleFault.otherKey) { try TrustBundle(bytes, signedBy: SigningKey().publicKey) }
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0x10
            #expect(throws: BundleFault.self, "byte \(index)") { try TrustBundle(changed, signedBy: key.publicKey) }
        }
    }

    @Test func aFolderTakesOnlyANewerBundle() throws {
        try bundle(3).write(to: folder.path, signedBy: key)
        let trust = try TrustStore(folder: folder.path)
        #expect(trust.bundle?.version == 3 && trust.signers(.documents, Array(1...8)).count == 1)
        #expect(trust.signers(.tokens, Array(1...8)).isEmpty && trust.signers(.documents, Array(1...7)).isEmpty)
        #expect(throws: TrustFault.self) { try bundle(3).write(to: folder.path, signedBy: key) }
        #expect(throws: TrustFault.self) { try bundle(4).write(to: folder.path, signedBy: SigningKey()) }
        try bundle(4).write(to: folder.path, signedBy: key)
        #expect(try TrustStore(folder: folder.path).fingerprint == trust.fingerprint)
    }

    @Test func aBundleGetsOld() {
        let trust = TrustStore(keys: [], revoked: [], bundle: bundle(1))
        func age(_ days: Int64) -> BundleAge {
            trust.bundleAge(
                at: WallTime(seconds: 1_000_000 + days * 86400), old: .seconds(7 * 86400), stale: .seconds(30 * 86400))
        }
        #expect([age(0), age(6), age(7), age(29), age(30)] == [.fresh, .fresh, .old, .old, .stale])
        #expect(TrustStore(keys: [], revoked: []).bundleAge(at: .now, old: .zero, stale: .zero) == .none)
    }

    @Test func aSignersTimeLimitsWhatItSigned() {
        let within = signer.within(notBefore: WallTime(seconds: 0), expires: WallTime(seconds: 100))
        #expect(within.notBefore == WallTime(seconds: 1) && within.expires == WallTime(seconds: 3))
    }
}

@Suite struct RevokedHashesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func whatIsOnTheListIsFoundAndNothingElse() throws {
        var generator = Seeded(state: 5)
        let hashes = (0..<10_000).map { _ in (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) } }
        #expect(try RevokedHashes(folder: folder.path) == nil)
        try RevokedHashes.write(hashes + hashes, in: folder.path)
        let list = try #require(try RevokedHashes(folder: folder.path))
        #expect(list.count == 10_000)
        for hash in hashes {
            #expect(list.contains(hash))
            var other = hash
            other[15] ^= 1
            #expect(!list.contains(other))
        }
        #expect(!list.contains([]) && !list.contains(Array(repeating: 0, count: 16)))
    }

    @Test func anUnorderedOrTornListIsAFault() throws {
        for bytes in [
            [UInt8](repeating: 0, count: 32), Array(repeating: 1, count: 16) + Array(repeating: 0, count: 16), [1],
        ] {
            try Data(bytes).write(to: URL(fileURLWithPath: folder.path + "/revoked.hashes"))
            #expect(throws: TrustFault.self) { try RevokedHashes(folder: folder.path) }
        }
        try Data().write(to: URL(fileURLWithPath: folder.path + "/revoked.hashes"))
        #expect(try RevokedHashes(folder: folder.path)?.count == 0)
    }

    @Test(arguments: [0, 16, 160, 1 << 20])
    func aListThatIsWrittenOverWithdrawsAllAndEndsNothing(length: Int) throws {
        try RevokedHashes.write(
            (0..<10_000).map { withUnsafeBytes(of: UInt128($0).bigEndian, Array.init) }, in: folder.path)
        let list = try #require(try RevokedHashes(folder: folder.path))
        let unlisted = [UInt8](repeating: 255, count: 16)
        #expect(!list.contains(unlisted))
        let file = folder.path + "/revoked.hashes"
        // As cp and scp do: the same file, another content.
        let written = try #require(FileHandle(forWritingAtPath: file))
        try written.truncate(atOffset: UInt64(length))
        try written.close()
        #expect(list.contains(unlisted) && list.values == nil)
    }

    @Test func aListThatIsReplacedIsLookedUpAsItWas() throws {
        try RevokedHashes.write([[UInt8](repeating: 1, count: 16)], in: folder.path)
        let list = try #require(try RevokedHashes(folder: folder.path))
        try RevokedHashes.write([[UInt8](repeating: 2, count: 16)], in: folder.path)
        #expect(list.contains([UInt8](repeating: 1, count: 16)) && !list.contains([UInt8](repeating: 2, count: 16)))
    }
}

@Suite struct BadgeTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func aBadgeIsKnownByItsTextAndTheListShowsNone() throws {
        let entries = try BadgeList.Entry.entries(
            lines: "# ours\r\nA-1234,member,desk 1\nB-99,visitor\n", file: "x.csv")
        #expect(try BadgeList.add(entries, in: folder.path) == 2)
        #expect(try BadgeList.add([.init(text: "A-1234", holderClass: .member)], in: folder.path) == 0)
        let text = try folder.text(of: "badges.txt")
        #expect(!text.contains("A-1234") && !text.contains("B-99"))
        let trust = try TrustStore(folder: folder.path)
        let badge = try #require(trust.examine("A-1234").credential)
        #expect(badge.format == .badge && badge.holderClass == .member && badge.identifier.count == 16)
        #expect(trust.examine("A-1235").refusal == .notAPass)
        #expect(try BadgeList.remove("A-1234", in: folder.path))
        #expect(try !BadgeList.remove("A-1234", in: folder.path))
        #expect(try TrustStore(folder: folder.path).examine("A-1234").refusal == .notAPass)
        #expect(try TrustStore(folder: folder.path).examine("B-99").credential?.holderClass == .visitor)
    }

    /// On the list it would never be found: the gate takes it for what it looks like.
    @Test(arguments: ["SP1:ABCD", "HC1:ABCD", "hc1:abcd", "SHC:/56", "eyJh.eyJh.AAAA", "ST1:ABCD"])
    func whatLooksLikeAnotherFormatIsNoBadge(text: String) {
        #expect(throws: TrustFault.self) {
            try BadgeList.add([.init(text: text, holderClass: .member)], in: folder.path)
        }
    }

    @Test func eachFaultOfAFileOfBadgesIsNamedByItsLine() {
        let lines = "A-1234,member\nab,member\nA-1235,member,x#y\nSP1:ABCD,visitor\nA-1236,guest"
        let fault = #expect(throws: TrustFault.self) { try BadgeList.Entry.entries(lines: lines, file: "x.csv") }
        #expect(fault?.faults.map(\.file) == Array(repeating: "x.csv", count: 4))
        #expect(fault?.faults.map(\.line) == [2, 3, 4, 5])
    }

    @Test func whatIsNoBadgeIsRefusedAndTheListStays() throws {
        for text in ["abc", "with blank", String(repeating: "a", count: 65), "é123"] {
            #expect(throws: TrustFault.self) {
                try BadgeList.add([.init(text: text, holderClass: .member)], in: folder.path)
            }
        }
        #expect(throws: TrustFault.self) { try BadgeList.Entry.entries(lines: "A-1\nB-2,guest", file: "x.csv") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }
}
