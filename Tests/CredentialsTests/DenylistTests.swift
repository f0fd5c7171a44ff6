import Foundation
import Testing
import Vocabulary

@testable import Credentials

@Suite struct DenylistTests {
    private let key = SigningKey()
    private let one = [UInt8](repeating: 1, count: 16)
    private let two = [UInt8](repeating: 2, count: 16)

    private func refusal(_ bytes: [UInt8], by keys: [PublicKey]) -> Refusal? {
        do throws(Refusal) { _ = try Denylist(bytes, signedBy: keys) } catch { return error }
        return nil
    }

    @Test func aListIsReadAsItWasSigned() throws {
        let list = Denylist(version: 3, identifiers: [one, two])
        #expect(try Denylist(list.signed(by: key), signedBy: [SigningKey().publicKey, key.publicKey]) == list)
    }

    @Test func onlyAnAdministratorsSignatureCounts() {
        let bytes = Denylist(version: 1, identifiers: [one]).signed(by: key)
        #expect(refusal(bytes, by: []) == .unknownKey)
        #expect(refusal(bytes, by: [SigningKey().publicKey]) == .unknownKey)
        var altered = bytes
        altered[altered.count - 1] ^= 1
        #expect(refusal(altered, by: [key.publicKey]) == .badSignature)
        for payload in [
            CBOR.map([:]), .map([0: "denylist/2", 1: 1, 2: .array([])]), .map([1: 1, 2: .array([.bytes([1])])]),
        ] {
            let signed = COSESign1(payload: payload.encoded, signedBy: key).encoded
            #expect(refusal(signed, by: [key.publicKey]) == .malformed)
        }
    }

    @Test func whoeverStandsOnItIsMarkedAndNobodyElse() throws {
        let issuer = SigningKey()
        let trust = TrustStore(
            keys: [issuer.publicKey], revoked: [], denylist: Denylist(version: 1, identifiers: [one]))
        for (identifier, isDenied) in [(one, true), (two, false)] {
            let pass = try SitePass(
                identifier: identifier, issuer: "site", holderClass: .visitor, notBefore: WallTime(seconds: 0),
                expires: WallTime(seconds: 4_000_000_000), scope: .all, isSingleUse: false
            ).signed(by: issuer)
            #expect(trust.examine(Payload(Array(pass.utf8))).credential?.isDenied == isDenied)
        }
    }
}
