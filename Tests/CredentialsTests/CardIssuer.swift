import CZlib
import Crypto
import Foundation
import Vocabulary

@testable import Credentials

/// Makes cards: a key of its own as the issuer of the examples, and the digits of a code.
struct CardIssuer {
    static let name = "https://spec.smarthealth.cards/examples/issuer"
    let key = P256.Signing.PrivateKey()
    let identifier = "ours"

    var signer: Signer {
        Signer(.p256(key.publicKey), role: .cards, identifier: Array(identifier.utf8), issuer: Self.name)
    }

    func jws(_ payload: [UInt8], header: String? = nil) throws -> String {
        let header = header ?? #"{"zip":"DEF","alg":"ES256","kid":"\#(identifier)"}"#
        let input = Base64.encode(Array(header.utf8)) + "." + Base64.encode(deflated(payload))
        return input + "." + Base64.encode(Array(try key.signature(for: Data(input.utf8)).rawRepresentation))
    }

    /// The payload of a card around a FHIR bundle.
    func payload(bundle: String) -> String {
        #"{"iss":"\#(Self.name)","nbf":1,"vc":{"type":["https://smarthealth.cards#health-card"],"#
            + #""credentialSubject":{"fhirVersion":"4.0.1","fhirBundle":\#(bundle)}}}"#
    }

    private func deflated(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        deflateInit2_(
            &stream, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
        defer { deflateEnd(&stream) }
        var input = bytes
        return [UInt8](unsafeUninitializedCapacity: Int(deflateBound(&stream, UInt(bytes.count)))) { room, count in
            input.withUnsafeMutableBufferPointer { input in
                stream.next_in = input.baseAddress
                stream.avail_in = CUnsignedInt(input.count)
                stream.next_out = room.baseAddress
                stream.avail_out = CUnsignedInt(room.count)
                deflate(&stream, Z_FINISH)
                count = room.count - Int(stream.avail_out)
            }
        }
    }
}

/// The digits of a text.
func cardDigits(_ text: some Sequence<UInt8>) -> String {
    text.map { byte in
        let value = Int(byte) - 45
        return value < 0 ? "99" : (value < 10 ? "0" : "") + String(value)
    }.joined()
}

func cardCode(_ jws: String) -> String { "shc:/" + cardDigits(jws.utf8) }

func cardTrust(_ signers: [Signer]) -> TrustStore {
    TrustStore(keys: [], revoked: [], bundle: TrustBundle(version: 1, created: WallTime(seconds: 0), signers: signers))
}
