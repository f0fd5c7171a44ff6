import Admission
import Glibc
import Vocabulary

@testable import Credentials

/// libFuzzer's loop over its own arguments: its interface for programs that have a main, and SwiftPM's always have one.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

@main enum FuzzCredentials {
    static func main() {
        var count = CommandLine.argc
        var arguments = CommandLine.unsafeArgv
        exit(runFuzzer(&count, &arguments, examineAnything))
    }
}

/// A trusted key, so that what stands behind a good signature is reached too: as an issuer's of site passes, and as a signer
/// of everything else.
private let key = SigningKey()
private let trust = TrustStore(
    keys: [key.publicKey], revoked: RevokedPasses(),
    bundle: TrustBundle(version: 1, created: WallTime(seconds: 0), signers: [signer(.documents), signer(.tokens)]))

/// A pass that is bound to the point of P-256 that everybody knows (SEC 2 section 2.4.2).
private let boundPass: [UInt8] = {
    let point = Hex.bytes("036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296")!
    let pass = try! SitePass(
        identifier: Array(0..<16), issuer: "site", holderClass: .member, notBefore: WallTime(seconds: 0),
        expires: WallTime(seconds: 1), scope: .all, isSingleUse: false, deviceKey: DeviceKey(point: point))
    return try! BoundPass(pass, pass.deviceKey!, signedBy: key).bytes
}()

private func signer(_ role: Signer.Role) -> Signer {
    let identifier = role == .tokens ? Array("k".utf8) : key.publicKey.identifier
    return Signer(VerificationKey(ed25519: key.publicKey.bytes)!, role: role, identifier: identifier, issuer: nil)
}

/// Takes bytes as a payload, as what each container carries, as claims that are truly signed, and as what each reader reads.
@_cdecl("LLVMFuzzerTestOneInput")
public func examineAnything(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    _ = trust.examine(Payload(bytes))
    _ = trust.examine(Payload(Array((SitePass.prefix + Base45.encode(bytes)).utf8)))
    examineBound(bytes)
    examineClaims(bytes)
    examineContainers(bytes)
    readCBOR(bytes)
    readOthers(bytes)
    readSigned(bytes)
    return 0
}

private func examineClaims(_ claims: [UInt8]) {
    let message = COSESign1(payload: claims, signedBy: key).encoded
    let text = SitePass.prefix + Base45.encode(message)
    guard case .success(let credential) = trust.examine(Payload(Array(text.utf8))).outcome else { return }
    precondition(credential.identifier.count == 16)
    if case .stations(let names) = credential.scope { precondition(!names.isEmpty) }
    precondition(!credential.isSingleUse || credential.scope != .all)
}

/// The bytes as the code of a phone, as a pass that is bound to one, and as what stands after a pass that is truly signed.
private func examineBound(_ bytes: [UInt8]) {
    if let phone = DeviceKey(text: String(decoding: bytes, as: UTF8.self)) {
        precondition(DeviceKey(text: phone.text) == phone)
    }
    if let bound = try? BoundPass(bytes) {
        precondition(bytes.starts(with: bound.bytes) && bound.pass.deviceKey != nil)
        precondition((try? BoundPass(bound.bytes))?.pass == bound.pass)
        precondition(!key.publicKey.verifies(bound.message) || bytes.starts(with: boundPass))
    }
    let shown = Payload(Array((SitePass.prefix + Base45.encode(boundPass + bytes)).utf8))
    precondition(shown.isSameCode(as: shown))
    guard case .success(let credential) = trust.examine(shown).outcome else { return }
    // Nothing here signs as the phone.
    precondition(bytes.isEmpty && credential.binding == .unproven)
}

private func readCBOR(_ bytes: [UInt8]) {
    guard let item = try? CBORReader.read(bytes) else { return }
    // What was read is written no longer than it was, but for the counts of containers that had none, and means the same when
    // it is read again.
    let encoded = item.encoded
    precondition(encoded.count <= bytes.count + CBORReader.maximumItems / 256)
    precondition((try? CBORReader.read(encoded))?.encoded == encoded)
}

/// The bytes as the packed message of a health certificate, as its payload and a token's, and as the record of a card.
private func examineContainers(_ bytes: [UInt8]) {
    _ = trust.examine(Payload(Array(("HC1:" + Base45.encode(bytes)).utf8)))
    _ = try? COSESign1(bytes, isForeign: true)
    if let certificate = try? HealthCertificate(payload: bytes) { judge(certificate.health) }
    let input = Base64.encode(Array(#"{"alg":"EdDSA","kid":"k"}"#.utf8)) + "." + Base64.encode(bytes)
    let token = input + "." + Base64.encode(key.sign(Array(input.utf8)))
    if case .success(let credential) = trust.examine(Payload(Array(token.utf8))).outcome {
        precondition(credential.holderClass == .visitor && credential.expires != nil)
    }
    if let card = try? HealthCard(bytes) { judge(card.health) }
    _ = SmartHealthCardFormat.examine(jws: bytes, with: trust)
    var collector = HealthCardCollector()
    _ = collector.take(Payload(bytes), at: MonotonicTime(nanoseconds: 0))
}

private func readOthers(_ bytes: [UInt8]) {
    for wrapping in [Inflate.Wrapping.zlib, .none] {
        if let unpacked = Inflate.unpack(bytes, wrapping) { precondition(unpacked.count <= Inflate.maximumLength) }
    }
    if let canonical = (try? JSONReader.read(bytes))?.canonical {
        // The canonical text is its own.
        precondition((try? JSONReader.read(canonical))?.canonical == canonical)
    }
    if let certificate = try? Certificate(der: bytes) { _ = certificate.isSigned(with: certificate.key) }
    _ = try? CMSMessage(bytes)
    for alphabet in [Base64.Alphabet.standard, .url] {
        if let decoded = Base64.decode(bytes, alphabet) {
            precondition(Array(Base64.encode(decoded, alphabet).utf8) == bytes)
        }
    }
    var lists = TrustImport()
    try? lists.add(cardKeys: bytes, issuer: "x", file: "x")
    try? lists.add(withdrawnCards: bytes, issuer: "x", file: "x")
    try? lists.add(did: bytes, file: "x")
    try? lists.add(signerList: bytes, file: "x")
    try? lists.add(pem: bytes, file: "x")
    try? lists.add(tokenKeys: bytes, issuer: nil, file: "x")
    lists.add(withdrawnHashes: String(decoding: bytes, as: UTF8.self), file: "x")
}

/// The bytes as each thing that an administration signs, and as what is truly signed in it.
private func readSigned(_ bytes: [UInt8]) {
    _ = try? TrustBundle(bytes, signedBy: key.publicKey)
    _ = try? Denylist(bytes, signedBy: [key.publicKey])
    _ = try? UnverifiedSiteBundle(bytes).claimed()
    let signed = COSESign1(payload: bytes, signedBy: key).encoded
    _ = try? TrustBundle(signed, signedBy: key.publicKey)
    if let list = try? Denylist(signed, signedBy: [key.publicKey]) {
        precondition(list.signed(by: key).count == signed.count)
    }
    if let bundle = try? UnverifiedSiteBundle(signed).verified(by: key.publicKey) {
        precondition(bundle.signed(by: key).count == signed.count)
    }
    _ = try? trust.examine(timeCode: Payload(Array(("ST1:" + Base45.encode(signed)).utf8)))
    _ = try? BadgeList.Entry.entries(lines: String(decoding: bytes, as: UTF8.self), file: "x")
}

/// Whatever a certificate says, a rule has a colour for it.
private func judge(_ health: HealthClaims) {
    var rules = HealthPolicy()
    (rules.mostDoseDays, rules.exemptBelow) = (365, 6)
    let strict = HealthPolicy()
    let credential = Credential(
        format: .healthCertificate, identifier: [], issuer: "", holderClass: .visitor, notBefore: nil, expires: nil,
        scope: .all, isSingleUse: false, isRevoked: false, health: health)
    for time in [0, 1_640_000_000, 253_402_300_799] {
        let time = WallTime(seconds: Int64(time))
        precondition(rules.colour(of: health, from: credential, at: time) != .black)
        // What says nothing of COVID-19 proves no status.
        precondition(!health.events.isEmpty || strict.colour(of: health, from: credential, at: time) == .red)
    }
}
