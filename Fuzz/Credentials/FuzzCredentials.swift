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

/// A trusted key, so that what stands behind a good signature is reached too.
private let key = SigningKey()
private let trust = TrustStore(keys: [key.publicKey], revoked: [])

/// Takes bytes as a payload, as a message in Base45, as claims that are truly signed, and as CBOR.
@_cdecl("LLVMFuzzerTestOneInput")
public func examineAnything(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    _ = trust.examine(Payload(bytes))
    _ = trust.examine(Payload(Array((SitePass.prefix + Base45.encode(bytes)).utf8)))
    examineClaims(bytes)
    readCBOR(bytes)
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

private func readCBOR(_ bytes: [UInt8]) {
    guard let item = try? CBORReader.read(bytes) else { return }
    // What was read is written no longer than it was, and means the same when it is read again.
    let encoded = item.encoded
    precondition(encoded.count <= bytes.count)
    precondition((try? CBORReader.read(encoded))?.encoded == encoded)
}
