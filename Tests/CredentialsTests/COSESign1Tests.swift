import Testing
import Vectors

@testable import Credentials

@Suite(.enabled(if: Vectors.arePresent, Comment(rawValue: Vectors.comment)))
struct COSESign1Tests {
    private struct Example {
        let bytes: [UInt8]
        let signatureInput: [UInt8]?
        let publicKey: PublicKey?

        init(_ path: String) throws {
            let file = try #require(try vector("cose-wg-examples/" + path) as? [String: Any])
            bytes = try unhex(try #require((file["output"] as? [String: Any])?["cbor"] as? String))
            let input = (file["intermediates"] as? [String: Any])?["ToBeSign_hex"] as? String
            signatureInput = try input.map(unhex)
            let sign0 = (file["input"] as? [String: Any])?["sign0"] as? [String: Any]
            let key = (sign0?["key"] as? [String: Any]).flatMap { $0["crv"] as? String == "Ed25519" ? $0 : nil }
            publicKey = try (key?["x_hex"] as? String).map { PublicKey(bytes: try unhex($0)) }
        }
    }

    /// Whatever their algorithm, these are messages, and what is signed in them is what the file says.
    @Test(arguments: [
        "sign1-tests/sign-pass-01.json",  // an empty protected header, spelled as a map of its own
        "sign1-tests/sign-pass-03.json",  // untagged
        "ecdsa-examples/ecdsa-sig-01.json", "ecdsa-examples/ecdsa-sig-02.json", "ecdsa-examples/ecdsa-sig-03.json",
        "ecdsa-examples/ecdsa-sig-04.json", "eddsa-examples/eddsa-sig-01.json", "eddsa-examples/eddsa-sig-02.json",
        "RFC8152/Appendix_C_2_1.json", "CWT/A_3.json",
    ])
    func theSignatureInputIsThePublishedOne(path: String) throws {
        let example = try Example(path)
        #expect(try COSESign1(example.bytes).signatureInput == #require(example.signatureInput))
    }

    /// Each of these was changed after it was signed, or needs data from outside: what is signed is something else now.
    @Test(arguments: [
        "sign1-tests/sign-fail-02.json", "sign1-tests/sign-fail-06.json", "sign1-tests/sign-fail-07.json",
        "sign1-tests/sign-pass-02.json",
    ])
    func aChangedMessageHasAnotherSignatureInput(path: String) throws {
        let example = try Example(path)
        #expect(try COSESign1(example.bytes).signatureInput != #require(example.signatureInput))
    }

    @Test(arguments: [
        "sign1-tests/sign-fail-01.json",  // tag 998
        "eddsa-examples/eddsa-01.json",  // COSE_Sign, many signers
        "CWT/A_4.json",  // COSE_Mac0
        "CWT/A_5.json",  // COSE_Encrypt0
        "mac0-tests/mac-pass-01.json", "sign-tests/sign-pass-01.json",
    ])
    func whatIsNoSign1IsRefused(path: String) throws {
        let example = try Example(path)
        #expect(throws: Refusal.malformed) { try COSESign1(example.bytes) }
    }

    @Test func anEd25519MessageVerifiesWithItsKeyAndOnlyAsItIs() throws {
        let example = try Example("eddsa-examples/eddsa-sig-01.json")
        let key = try #require(example.publicKey)
        #expect(key.verifies(try COSESign1(example.bytes)))
        for index in example.bytes.indices {
            var changed = example.bytes
            changed[index] ^= 1
            guard let message = try? COSESign1(changed) else { continue }
            // The unprotected key id is nobody's word: it may change, and is never looked at.
            let isUnprotected = message.unprotectedHeader != (try COSESign1(example.bytes)).unprotectedHeader
            #expect(key.verifies(message) == isUnprotected, "byte \(index)")
        }
    }

    @Test func aKeyIdOutsideTheProtectedHeaderIsNone() throws {
        let message = try COSESign1(Example("eddsa-examples/eddsa-sig-01.json").bytes)
        #expect(message.unprotectedHeader[4] == .bytes([0x31, 0x31]))
        #expect(message.keyIdentifier == nil)
    }

    /// The algorithm is the key's: whatever a message claims, ES256, one that is none (-999) or a text, it is not tried.
    @Test(arguments: [
        "ecdsa-examples/ecdsa-sig-01.json", "sign1-tests/sign-fail-03.json", "sign1-tests/sign-fail-04.json",
        "eddsa-examples/eddsa-sig-02.json",
    ])
    func anotherAlgorithmDoesNotVerify(path: String) throws {
        let key = try #require(Example("eddsa-examples/eddsa-sig-01.json").publicKey)
        #expect(!key.verifies(try COSESign1(Example(path).bytes)))
    }
}

@Suite struct COSEStructureTests {
    /// Parts of a message: protected, unprotected, payload, signature.
    @Test(arguments: [
        "d28440a04040",  // nothing but structure: read
        "8440a04040",  // the same untagged
        "d28441a0a04040",  // an empty map as header
    ])
    func structureIsRead(hex: String) throws {
        let bytes = try unhex(hex)
        #expect(try COSESign1(bytes).keyIdentifier == nil)
    }

    @Test(arguments: [
        "d28340a040", "d28540a0404040",  // three and five parts
        "d284a0a04040",  // a header that is no byte string
        "d28440404040",  // an unprotected header that is no map
        "d28440a0f640",  // a detached payload
        "d28440a040f6",  // no signature
        "d28441ffa04040", "d28442a000a04040", "d2844101a04040",  // headers that are no map
        "d28443a10126a101264040",  // a label in both headers
        "d28445a201260241a04040",  // truncated by its header's length
        "d28447a2012602811864a04040", "d28440a10281014040",  // critical headers
        "d2d28440a04040",  // tagged twice
    ])
    func whatIsNotTheStructureIsRefused(hex: String) throws {
        let bytes = try unhex(hex)
        #expect(throws: Refusal.malformed) { try COSESign1(bytes) }
    }
}
