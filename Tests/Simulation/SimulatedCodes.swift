import CZlib
import Credentials
import Crypto
import Foundation
import Vocabulary

/// What people of the simulation hold up, and the trust folder that verifies it.
struct SimulatedCodes {
    /// One person's code.
    enum Held {
        case paper(Payload)
        /// A pass bound to a phone, which signs the time.
        case phone(pass: String, P256.Signing.PrivateKey)

        /// What the camera sees at this time.
        func payload(at time: WallTime) throws -> Payload {
            guard case .phone(let pass, let key) = self else {
                guard case .paper(let payload) = self else { return Payload([]) }
                return payload
            }
            let bytes = try SimulatedCodes.bytes(of: pass)
            let stamp = withUnsafeBytes(of: UInt32(clamping: time.seconds).bigEndian) { Array($0) }
            let input = SimulatedCodes.signatureInput([1: -7], extra: bytes, payload: stamp)
            let signature = try key.signature(for: Data(input)).rawRepresentation
            return Payload(Array((pass + Base45.encode(stamp + signature)).utf8))
        }
    }

    let key = SigningKey()
    private let signer = P256.Signing.PrivateKey()
    /// Eight bytes, as certificates name their signers.
    private static let signerName = Array("simulate".utf8)
    private static let badges = 200

    /// Writes the trust folder of the station.
    func write(to folder: String, at time: WallTime) throws {
        try key.publicKey.fileText.write(toFile: "\(folder)/site.pub", atomically: true, encoding: .utf8)
        func text(_ bytes: some DataProtocol) -> String {
            Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
                "=", with: "")
        }
        let point = signer.publicKey.rawRepresentation
        var lists = TrustImport()
        let list = """
            {"verificationMethod":[{"id":"did:x#\(text(Self.signerName))","publicKeyJwk":{"kty":"EC","crv":"P-256",\
            "x":"\(text(point.prefix(32)))","y":"\(text(point.suffix(32)))"}}]}
            """
        try lists.add(did: Array(list.utf8), file: "signers")
        _ = try lists.write(to: folder, signedBy: SigningKey(), at: time)
        _ = try BadgeList.add(
            (0..<Self.badges).map {
                .init(text: Self.badge($0), holderClass: $0.isMultiple(of: 2) ? .member : .visitor)
            },
            in: folder)
    }

    /// A badge that was handed out.
    func badge(_ chance: inout Chance) -> Held {
        .paper(Payload(Array(Self.badge(.random(in: 0..<Self.badges, using: &chance)).utf8)))
    }

    private static func badge(_ number: Int) -> String { "badge-\(number)" }

    /// A site pass of station north; bound to a phone, where it is for more than one visit.
    func pass(
        _ holder: HolderClass, until end: WallTime, isSingleUse: Bool, isBound: Bool, _ chance: inout Chance
    ) throws -> Held {
        let phone = isBound ? P256.Signing.PrivateKey() : nil
        let device = phone.flatMap { phone in
            DeviceKey(text: "DK1:" + Base45.encode(Array(phone.publicKey.compressedRepresentation)))
        }
        // Texts of Base45 can be put together where the first is of whole pairs of bytes.
        for issuer in ["site", "sites"] {
            let text = try SitePass(
                identifier: (0..<16).map { _ in .random(in: .min ... .max, using: &chance) }, issuer: issuer,
                holderClass: holder, notBefore: end - .seconds(400 * 86_400), expires: end, scope: .stations(["north"]),
                isSingleUse: isSingleUse, deviceKey: device
            ).signed(by: key)
            guard let phone else { return .paper(Payload(Array(text.utf8))) }
            if text.utf8.dropFirst(4).count.isMultiple(of: 3) { return .phone(pass: text, phone) }
        }
        throw Violation(description: "no pass was of whole pairs of bytes")
    }

    /// A health certificate of so many doses of two, of which the last was given 30 days before `time`.
    func certificate(doses: Int, at time: WallTime, _ chance: inout Chance) throws -> Held {
        let day = String((time - .seconds(30 * 86_400)).rfc3339.prefix(10))
        let number = String(UInt64.random(in: .min ... .max, using: &chance), radix: 36)
        let dose: CBOR = .map([
            "tg": "840539006", "vp": "1119349007", "mp": "EU/1/20/1528", "ma": "ORG-100030215", "co": "ID",
            "is": "Simulasi",
            "dn": .unsigned(UInt64(doses)), "sd": 2, "dt": .text(day), "ci": .text("URN:UVCI:01:ID:\(number)"),
        ])
        let certificate: CBOR = .map([
            "ver": "1.3.0", "dob": "1990-01-01", "nam": .map(["fnt": "SIMULASI"]), "v": .array([dose]),
        ])
        let claims = CBOR.map([
            1: "ID", 4: .unsigned(UInt64(time.seconds + 200 * 86_400)), 6: .unsigned(UInt64(time.seconds - 86_400)),
            -260: .map([1: certificate]),
        ]).encoded
        let header: [CBOR: CBOR] = [1: -7, 4: .bytes(Self.signerName)]
        let signature = try signer.signature(for: Data(Self.signatureInput(header, extra: [], payload: claims)))
        let message = CBOR.tagged(
            18,
            .array([
                .bytes(CBOR.map(header).encoded), .map([:]), .bytes(claims), .bytes(Array(signature.rawRepresentation)),
            ]))
        return .paper(Payload(Array(("HC1:" + Base45.encode(Self.packed(message.encoded))).utf8)))
    }

    /// A Sig_structure (RFC 9052 section 4.4).
    private static func signatureInput(_ header: [CBOR: CBOR], extra: [UInt8], payload: [UInt8]) -> [UInt8] {
        CBOR.array([.text("Signature1"), .bytes(CBOR.map(header).encoded), .bytes(extra), .bytes(payload)]).encoded
    }

    private static func bytes(of pass: String) throws -> [UInt8] {
        guard let bytes = Base45.decode(pass.utf8.dropFirst(4)) else {
            throw Violation(description: "a pass is no Base45")
        }
        return bytes
    }

    private static func packed(_ bytes: [UInt8]) -> [UInt8] {
        var length = compressBound(UInt(bytes.count))
        var packed = [UInt8](repeating: 0, count: Int(length))
        compress(&packed, &length, bytes, UInt(bytes.count))
        return Array(packed.prefix(Int(length)))
    }
}
