import Foundation
import Testing
import Vocabulary

@testable import Credentials

/// Site bundles: what is signed, and everything that only looks like it.
@Suite struct SiteBundleTests {
    private let root = SigningKey()
    private let files = [
        SiteBundle.File(name: "trust/site.pub", bytes: Array("a key".utf8)),
        SiteBundle.File(name: "conf.d/10-hours.toml", bytes: Array("[hours]\n".utf8)),
    ]

    private func read(_ bytes: [UInt8]) throws(SiteBundleFault) -> SiteBundle {
        try UnverifiedSiteBundle(bytes).verified(by: root.publicKey)
    }

    private func fault(_ bytes: [UInt8]) -> SiteBundleFault? {
        do throws(SiteBundleFault) { _ = try read(bytes) } catch { return error }
        return nil
    }

    /// A bundle that the root signed, whatever stands in it.
    private func signed(_ map: [CBOR: CBOR]) -> [UInt8] {
        COSESign1(payload: CBOR.map(map).encoded, signedBy: root).encoded
    }

    private func map(version: CBOR = 7, files: [CBOR] = []) -> [CBOR: CBOR] {
        [0: .text("site-bundle/1"), 1: version, 2: 1_790_000_000, 3: .array(files)]
    }

    private func file(_ name: String) -> CBOR { .array([.text(name), .bytes([])]) }

    @Test("what was signed is read, its files in the order of their names")
    func roundTrip() throws {
        let bundle = try SiteBundle(version: 7, created: WallTime(milliseconds: 1_790_000_000_999), files: files)
        let read = try read(bundle.signed(by: root))
        #expect(read == bundle && read.version == 7 && read.created == WallTime(seconds: 1_790_000_000))
        #expect(read.files.map(\.name) == ["conf.d/10-hours.toml", "trust/site.pub"])
        #expect(read.files[1].bytes == Array("a key".utf8))
    }

    @Test("cut anywhere, lengthened, or with any byte changed it is none")
    func damaged() throws {
        let bytes = try SiteBundle(version: 7, created: .init(seconds: 0), files: files).signed(by: root)
        for count in bytes.indices { #expect(fault(Array(bytes[..<count])) != nil, "cut at \(count)") }
        #expect(fault(bytes + [0]) != nil)
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            #expect(fault(changed) != nil, "changed at \(index)")
        }
    }

    @Test("another key's bundle, and one whose signature is another's, are told apart")
    func forged() throws {
        let bundle = try SiteBundle(version: 7, created: .init(seconds: 0), files: files)
        #expect(fault(bundle.signed(by: SigningKey())) == .otherKey)
        let next = try SiteBundle(version: 8, created: .init(seconds: 0), files: files)
        let (one, other) = (bundle.signed(by: root), next.signed(by: root))
        #expect(fault(Array(one.dropLast(64)) + other.suffix(64)) == .badSignature)
        let pass = try SitePass.sample()
        #expect(fault(COSESign1(payload: pass.claims, signedBy: root).encoded) == .damaged)
    }

    @Test("a version that is none: zero, negative, too large, a text, or longer than it need be")
    func versions() {
        #expect(fault(signed(map(version: 1))) == nil)
        #expect(fault(signed(map(version: 0))) == .badVersion)
        #expect(fault(signed(map(version: -1))) == .damaged)
        #expect(fault(signed(map(version: .text("9")))) == .damaged)
        #expect(fault(signed(map(version: .unsigned(1 << 53)))) == nil)
        #expect(fault(signed(map(version: .unsigned(1 << 53 + 1)))) == .badVersion)
        #expect(fault(signed(map(version: .float(7)))) == .damaged)
        // 7 in two bytes: signed, and still not the one spelling.
        var payload = CBOR.map(map()).encoded
        let at = payload.lastIndex(of: 7)!
        payload.replaceSubrange(at...at, with: [0x18, 7])
        #expect(fault(COSESign1(payload: payload, signedBy: root).encoded) == .damaged)
    }

    @Test("what else is in the map, or missing from it, makes it none")
    func otherMaps() {
        #expect(fault(signed(map().merging([9: 1]) { first, _ in first })) == .damaged)
        for key: CBOR in [0, 1, 2, 3] { #expect(fault(signed(map().filter { $0.key != key })) == .damaged) }
        #expect(fault(signed(map().merging([0: .text("site-bundle/2")]) { $1 })) == .damaged)
        #expect(fault(signed(map(files: [.text("trust/site.pub")]))) == .damaged)
        #expect(fault(signed(map(files: [.array([.text("trust/a.pub"), .bytes([]), .bytes([])])]))) == .damaged)
    }

    @Test(
        "names that lead elsewhere, hide or are none",
        arguments: [
            "../site.pub", "trust/../../etc/passwd", "/etc/passwd", "trust//site.pub", "trust/.hidden.pub", "trust/..",
            "trust/.", "trust/", "trust", "", "site.pub", "conf.d/x.txt", "conf.d/.x.toml", "conf.d/a/b.toml",
            "trust/administrators/x/y.pub", "trust/a b.pub", "trust/a\u{0}.pub", "trust/a\n.pub", "trust/é.pub",
            "trust/\(String(repeating: "a", count: 65))", "Trust/site.pub", "bundle", "trust/administrators/../x.pub",
            "trust\\site.pub", "./trust/site.pub",
        ])
    func names(name: String) { #expect(fault(signed(map(files: [file(name)]))) == .badName(name)) }

    @Test("a name twice, names out of their order, and too many are refused")
    func lists() {
        #expect(fault(signed(map(files: [file("trust/a.pub"), file("trust/a.pub")]))) == .doubledName("trust/a.pub"))
        #expect(fault(signed(map(files: [file("trust/b.pub"), file("trust/a.pub")]))) == .damaged)
        #expect(fault(signed(map(files: [file("trust/a.pub"), file("trust/b.pub")]))) == nil)
        #expect(fault(signed(map(files: (0...200).map { file("trust/\(1000 + $0).pub") }))) == .tooManyFiles(201))
    }

    @Test("what is larger than any bundle is not read at all")
    func size() {
        let large = SiteBundle.File(
            name: "trust/revoked.txt", bytes: [UInt8](repeating: 35, count: SiteBundle.maximumContent + 1))
        #expect(throws: SiteBundleFault.tooLong) {
            try SiteBundle(version: 1, created: .init(seconds: 0), files: [large])
        }
        #expect(fault([UInt8](repeating: 0xd2, count: SiteBundle.maximumLength + 1)) == .tooLong)
    }
}
