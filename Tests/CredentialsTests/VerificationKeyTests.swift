import Testing
import Vectors

@testable import Credentials

@Suite(.enabled(if: Vectors.arePresent, Comment(rawValue: Vectors.comment)))
struct VerificationKeyTests {
    @Test(arguments: [
        ("ecdsa_secp256r1_sha256_p1363_test", VerificationKey.Algorithm.es256),
        ("rsa_pss_2048_sha256_mgf1_32_test", .ps256), ("rsa_pss_3072_sha256_mgf1_32_test", .ps256),
    ])
    func wycheproof(name: String, algorithm: VerificationKey.Algorithm) throws {
        let file = try #require(try vector("wycheproof/testvectors_v1/\(name).json") as? [String: Any])
        var tried = 0
        for group in try #require(file["testGroups"] as? [[String: Any]]) {
            let info = try unhex(try #require(group["publicKeyDer"] as? String))
            let key = try #require(VerificationKey(subjectPublicKeyInfo: info[...]))
            #expect(key.algorithm == algorithm)
            for test in try #require(group["tests"] as? [[String: Any]]) {
                let message = try unhex(try #require(test["msg"] as? String))
                let signature = try unhex(try #require(test["sig"] as? String))
                #expect(
                    key.isSignature(signature, of: message) == (test["result"] as? String == "valid"),
                    "tcId \(test["tcId"] ?? 0)")
                tried += 1
            }
        }
        #expect(tried == file["numberOfTests"] as? Int)
    }

    /// Good signatures with every other digest, mask and salt: PS256 is one of 150.
    @Test func anotherPSSIsNotPS256() throws {
        let file = try #require(try vector("wycheproof/testvectors_v1/rsa_pss_misc_test.json") as? [String: Any])
        for group in try #require(file["testGroups"] as? [[String: Any]]) {
            let isPS256 =
                [group["sha"], group["mgfSha"]].allSatisfy { $0 as? String == "SHA-256" } && group["sLen"] as? Int == 32
            let info = try unhex(try #require(group["publicKeyDer"] as? String))
            let key = try #require(VerificationKey(subjectPublicKeyInfo: info[...]))
            for test in try #require(group["tests"] as? [[String: Any]]) {
                let message = try unhex(try #require(test["msg"] as? String))
                let signature = try unhex(try #require(test["sig"] as? String))
                #expect(key.isSignature(signature, of: message) == isPS256, "tcId \(test["tcId"] ?? 0)")
            }
        }
    }
}
