import Foundation
import Testing
import Vocabulary

@testable import Credentials

@Suite("What a gate has taken, it never takes older")
struct TrustVersionsTests {
    private let folder: TemporaryFolder
    private let key = SigningKey()

    init() throws { folder = try TemporaryFolder() }

    private func denying(_ version: UInt64?, _ identifiers: Set<[UInt8]> = []) -> TrustStore {
        TrustStore(
            keys: [key.publicKey], revoked: [],
            denylist: version.map { Denylist(version: $0, identifiers: identifiers) })
    }

    private func believing(_ version: UInt64, madeAt seconds: Int64 = 0) -> TrustStore {
        TrustStore(
            keys: [key.publicKey], revoked: [],
            bundle: TrustBundle(version: version, created: WallTime(seconds: seconds), signers: []))
    }

    /// Takes one store after another, each by what was kept of those before, as a gate does that starts anew each time.
    private func take(_ stores: TrustStore...) throws {
        for store in stores {
            let kept = try TrustVersions(stateFolder: folder.path)
            try kept.following(store, from: "trust", keptIn: folder.path).save(in: folder.path)
        }
    }

    @Test func aBundleIsFollowedByItselfAndByANewerOne() throws {
        try take(believing(2, madeAt: 5), believing(2, madeAt: 5), believing(3, madeAt: 1))
        #expect(try folder.text(of: "trust.taken").hasSuffix("\nbundle 3 1\n"))
        for older in [believing(3, madeAt: 2), believing(2, madeAt: 5), believing(0)] {
            #expect(throws: TrustFault.self) { try take(older) }
        }
    }

    @Test func aDenylistIsFollowedByItselfAndByANewerOneAndNeverByNone() throws {
        let (one, two) = ([UInt8](repeating: 1, count: 16), [UInt8](repeating: 2, count: 16))
        try take(denying(2, [one]), denying(2, [one]), denying(3))
        for other in [denying(2, [one]), denying(3, [two]), denying(nil)] {
            #expect(throws: TrustFault.self) { try take(other) }
        }
    }

    @Test func aBundleThatWasRemovedIsRemembered() throws {
        try take(believing(5), denying(nil))
        #expect(throws: TrustFault.self) { try take(believing(4)) }
        try take(believing(6))
    }

    @Test func whatIsWrongIsSaidWithWhatToDo() throws {
        try take(believing(5))
        let fault = #expect(throws: TrustFault.self) { try take(believing(4)) }
        #expect(
            fault?.description
                == "trust/bundle.cose: version 4 cannot follow version 5, which this gate has taken: put the newest one "
                + "there; to begin anew with what is there, stop the gate and remove \(folder.path)/trust.taken")
        try FileManager.default.removeItem(atPath: folder.path + "/trust.taken")
        try take(believing(4))
    }

    @Test(arguments: ["bundle x y", "bundle 1", "bundle 1 2\nbundle 1 2", "other 1 2"])
    func aDamagedRecordIsNotPassedOver(text: String) throws {
        try folder.write(text, to: "trust.taken")
        let fault = #expect(throws: TrustFault.self) { try TrustVersions(stateFolder: folder.path) }
        #expect(fault?.description.contains("trust.taken:") == true)
    }
}
