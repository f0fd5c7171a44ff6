import Vocabulary

/// How a pass that is bound to a phone is spelled. What its issuer signs is the CWT of any other pass, with `cnf`; a code
/// carries only what differs from pass to pass, and whoever reads it puts the rest back before the signature is verified:
///
/// | bytes | what |
/// |---|---|
/// | 1 | bits 0 and 1: the kind, as in the claim; bit 2: the sign of the key's y; bits 3 to 6: how many stations; bit 7: 0 |
/// | 8 | the id of the issuer's key |
/// | 16 | the pass id |
/// | 32 | x of the phone's key |
/// | 4 and 4 | from when it is good, and from when no longer: seconds since 1970, the greatest byte first |
/// | 1 + n each | the issuer's name, then the stations in the order of their bytes: a length, and UTF-8 |
/// | 64 | the issuer's signature |
///
/// So two signatures and a phone's key leave room for the names that an ordinary pass has room for. Every pass has one
/// spelling. The first byte tells it from a COSE_Sign1, whose tag has bit 7 set.
struct BoundPass {
    let pass: SitePass
    /// The message as it was signed.
    let message: COSESign1
    /// The pass alone, without what a phone put after it.
    let bytes: [UInt8]

    /// What stands before the names.
    private static let headLength = 1 + 8 + 16 + 32 + 4 + 4
    private static let signatureLength = 64

    /// Whether bytes are meant to be one.
    static func recognises(_ bytes: [UInt8]) -> Bool { bytes.first.map { $0 < 0x80 } ?? false }

    /// Signs a pass that has a device key.
    ///
    /// Throws a `SitePassFault` where the code that the phone shows would be longer than `SitePass.maximumShownLength`, or
    /// a time lies after 2106.
    init(_ pass: SitePass, _ deviceKey: DeviceKey, signedBy key: SigningKey) throws(SitePassFault) {
        guard let notBefore = UInt32(exactly: pass.notBefore.seconds),
            let expires = UInt32(exactly: pass.expires.seconds)
        else { throw .boundBeyond2106 }
        let names = pass.names.map { Array($0.utf8) }
        let length = names.reduce(Self.headLength + Self.signatureLength) { $0 + 1 + $1.count }
        let letters = SitePass.prefix.utf8.count + Base45.length(of: length + DeviceProof.length)
        guard letters <= SitePass.maximumShownLength else {
            throw .tooLong(letters, most: SitePass.maximumShownLength)
        }
        message = COSESign1(payload: pass.claims, signedBy: key)
        var bytes = [UInt8(pass.kind) | (deviceKey.point[0] & 1) << 2 | UInt8(names.count - 1) << 3]
        bytes += key.publicKey.identifier + pass.identifier + deviceKey.point.dropFirst()
        for time in [notBefore, expires] { bytes += withUnsafeBytes(of: time.bigEndian, Array.init) }
        for name in names { bytes += [UInt8(name.count)] + name }
        self.bytes = bytes + message.signature
        self.pass = pass
    }

    /// Reads one from the head of `bytes`. Throws `malformed` for anything that is not spelled as above.
    init(_ bytes: [UInt8]) throws(Refusal) {
        var rest = bytes[...]
        func take(_ count: Int) throws(Refusal) -> ArraySlice<UInt8> {
            guard rest.count >= count else { throw .malformed }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }
        func number(_ count: Int) throws(Refusal) -> Int64 { try take(count).reduce(0) { $0 << 8 | Int64($1) } }

        let head = try number(1)
        guard head < 0x80 else { throw .malformed }
        let keyIdentifier = Array(try take(8))
        let identifier = Array(try take(16))
        guard let deviceKey = DeviceKey(point: [head & 4 == 0 ? 2 : 3] + (try take(32))) else { throw .malformed }
        let (notBefore, expires) = (try number(4), try number(4))
        var names: [String] = []
        for _ in 0...(head >> 3) {
            guard let name = String(validating: try take(Int(try number(1))), as: UTF8.self) else { throw .malformed }
            names.append(name)
        }
        let signature = Array(try take(Self.signatureLength))
        do {
            pass = try SitePass(
                identifier: identifier, issuer: names[0], kind: Int(head & 3), notBefore: notBefore, expires: expires,
                scope: names.count == 1 ? .all : .stations(Set(names.dropFirst())), deviceKey: deviceKey)
        } catch {
            throw .malformed
        }
        // Stations in another order, or one twice, would be another spelling.
        guard pass.names.elementsEqual(names, by: { $0.utf8.elementsEqual($1.utf8) }) else { throw .malformed }
        message = COSESign1(payload: pass.claims, keyIdentifier: keyIdentifier, signature: signature)
        self.bytes = Array(bytes.dropLast(rest.count))
    }
}

extension SitePass {
    /// The issuer's, then the stations' in the order of their bytes.
    fileprivate var names: [String] {
        guard case .stations(let stations) = scope else { return [issuer] }
        return [issuer] + Self.ordered(stations)
    }
}
