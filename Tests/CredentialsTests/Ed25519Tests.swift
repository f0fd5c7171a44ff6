import Testing
import Vectors

@testable import Credentials

@Suite struct Ed25519Tests {
    @Test(.enabled(if: Vectors.arePresent, Comment(rawValue: Vectors.comment)))
    func wycheproof() throws {
        let file = try #require(try vector("wycheproof/testvectors_v1/ed25519_test.json") as? [String: Any])
        var tried = 0
        for group in try #require(file["testGroups"] as? [[String: Any]]) {
            let key = try #require((group["publicKey"] as? [String: Any])?["pk"] as? String)
            let publicKey = PublicKey(bytes: try unhex(key))
            for test in try #require(group["tests"] as? [[String: Any]]) {
                let message = try unhex(try #require(test["msg"] as? String))
                let signature = try unhex(try #require(test["sig"] as? String))
                #expect(
                    publicKey.isSignature(signature, of: message) == (test["result"] as? String == "valid"),
                    "tcId \(test["tcId"] ?? 0)")
                tried += 1
            }
        }
        #expect(tried == file["numberOfTests"] as? Int)
    }
}
