import Crypto
import Vocabulary

/// `shc:/`: the SMART Health Card (SMART Health Cards Framework 1.4). A JWS spelled in digits; its payload is packed, and
/// holds a FHIR bundle.
enum SmartHealthCardFormat: FormatReader {
    static let format: CredentialFormat? = .smartHealthCard

    /// `shc:`, with its stroke or without: a card with its stroke missing is a damaged card.
    static func recognises(_ bytes: [UInt8]) -> Bool { bytes.begins(with: "shc:") }

    static func examine(_ bytes: [UInt8], with trust: TrustStore) -> Examination {
        do throws(Refusal) {
            let code = try HealthCardCode(bytes)
            guard code.count == 1 else { throw .moreCodes }
            return examine(jws: code.letters, with: trust)
        } catch {
            return Examination(format: format, signature: .none, outcome: .failure(error))
        }
    }

    /// What is made of a card whose codes are all there.
    static func examine(jws: [UInt8], with trust: TrustStore) -> Examination {
        var signature = SignatureState.none
        do throws(Refusal) {
            let message = try JWS(jws)
            guard message.compression == "DEF", message.algorithm == VerificationKey.Algorithm.es256.rawValue,
                !message.keyIdentifier.isEmpty
            else { throw .malformed }
            signature = .unknownKey
            let signers = trust.signers(.cards, Array(message.keyIdentifier.utf8))
            guard !signers.isEmpty else { throw .unknownKey }
            signature = .invalid
            let makers = message.makers(among: signers)
            guard !makers.isEmpty else { throw .badSignature }
            signature = .valid
            guard let payload = Inflate.unpack(message.payload, .none) else { throw .malformed }
            let card = try HealthCard(payload)
            // Whoever has a key may sign for himself alone: another's name over it is a forgery.
            guard let signer = makers.first(where: { $0.maySign(for: card.issuer) }) else { throw .wrongSigner }
            let credential = card.credential(of: message, signedBy: signer, trustedBy: trust)
            return Examination(format: format, signature: signature, outcome: .success(credential))
        } catch {
            return Examination(format: format, signature: signature, outcome: .failure(error))
        }
    }
}

/// One code of a card: two digits a letter, and where a card has several codes which of how many it is.
struct HealthCardCode: Hashable, Sendable {
    /// From 1.
    let number: Int
    let count: Int
    /// A JWS, or a part of one.
    let letters: [UInt8]

    /// Cards of several codes are no longer made; the longest had a dozen.
    static let maximumCount = 32

    /// Reads `shc:/` and digits, or `shc:/2/3/` and digits. Throws `malformed`.
    init(_ bytes: [UInt8]) throws(Refusal) {
        guard bytes.begins(with: "shc:/") else { throw .malformed }
        let parts = bytes.dropFirst("shc:/".utf8.count)
            .split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        switch parts.count {
        case 1: (number, count) = (1, 1)
        case 3:
            guard let number = Self.small(parts[0]), let count = Self.small(parts[1]),
                (2...Self.maximumCount).contains(count),
                (1...count).contains(number)
            else { throw .malformed }
            (self.number, self.count) = (number, count)
        default: throw .malformed
        }
        guard let digits = parts.last, let letters = Self.letters(digits) else { throw .malformed }
        self.letters = letters
    }

    private static func small(_ digits: ArraySlice<UInt8>) -> Int? {
        guard (1...2).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }), digits.first != 48 else {
            return nil
        }
        return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }

    /// Each pair of digits is a letter's code less 45, so that `-` is 00 and `z` is 77.
    private static func letters(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
        guard !digits.isEmpty, digits.count % 2 == 0, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        let digits = Array(digits)
        var letters: [UInt8] = []
        letters.reserveCapacity(digits.count / 2)
        for place in stride(from: 0, to: digits.count, by: 2) {
            let value = (digits[place] - 48) * 10 + digits[place + 1] - 48
            guard value <= 77 else { return nil }
            letters.append(value + 45)
        }
        return letters
    }
}
