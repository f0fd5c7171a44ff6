import Foundation
import Testing

@testable import Credentials

/// Keys made with openssl, each written in three ways.
@Suite struct EllipticCurveTests {
    private static let keys: [(VerificationKey.Algorithm, writtenOut: String, named: String, compressed: String)] = [
        (
            .es256,
            "MIIBSzCCAQMGByqGSM49AgEwgfcCAQEwLAYHKoZIzj0BAQIhAP////8AAAABAAAAAAAAAAAAAAAA////////////////MFsE"
                + "IP////8AAAABAAAAAAAAAAAAAAAA///////////////8BCBaxjXYqjqT57PrvVV2mIa8ZR0GsMxTsPY7zjw+J9JgSwMVAMSd"
                + "NgiG5wSTamZ44ROdJreBn36QBEEEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84z"
                + "V2sxXs7LtkBoN79R9QIhAP////8AAAAA//////////+85vqtpxeehPO5ysL8YyVRAgEBA0IABCxMygBSq0shrLYoxXl0v7Up"
                + "ZlyZFSwGxMwEtMeP4JRKnxa7Hb/NsJ0I6mQMpq43ndq2ot+AmWJGIAQL35F+vJI=",
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAELEzKAFKrSyGstijFeXS/tSlmXJkVLAbEzAS0x4/glEqfFrsdv82wnQjqZAym"
                + "rjed2rai34CZYkYgBAvfkX68kg==",
            "MDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgACLEzKAFKrSyGstijFeXS/tSlmXJkVLAbEzAS0x4/glEo="
        ),
        (
            .es384,
            "MIIBzDCCAWQGByqGSM49AgEwggFXAgEBMDwGByqGSM49AQECMQD//////////////////////////////////////////v//"
                + "//8AAAAAAAAAAP////8wewQw//////////////////////////////////////////7/////AAAAAAAAAAD////8BDCzMS+n"
                + "4j7n5JiOBWvj+C0ZGB2cbv6BQRIDFAiPUBOHWsZWOY2KLtGdKoXI7dPsKu8DFQCjNZJqoxmieh0AiWpnc6SCes2scwRhBKqH"
                + "yiK+iwU3jrHHHvMgrXRuHTtii6ebmFn3QeCCVCo4VQLyXb9VKWw6VF44cnYKtzYX3kqWJixvXZ6Yv5KS3Cn49B29KJoUfOna"
                + "MRO18LjACmCxzh1+gZ16Qx18kOoOXwIxAP///////////////////////////////8djTYH0Ny3fWBoNskiwp3rs7BlqzMUp"
                + "cwIBAQNiAAT2c88/58KqeDNnbGwrmBLyY5jytUhpRSaFrhOs0nZQcpdX/EOjoyWChs52hXiD/Bdn1JC+6k9zY2G0F2qxVRRS"
                + "1C+EcyJKcD91rbjNkCkODs30Wtyq28QvGOPR3un4XoU=",
            "MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE9nPPP+fCqngzZ2xsK5gS8mOY8rVIaUUmha4TrNJ2UHKXV/xDo6MlgobOdoV4g/wX"
                + "Z9SQvupPc2NhtBdqsVUUUtQvhHMiSnA/da24zZApDg7N9FrcqtvELxjj0d7p+F6F",
            "MEYwEAYHKoZIzj0CAQYFK4EEACIDMgAD9nPPP+fCqngzZ2xsK5gS8mOY8rVIaUUmha4TrNJ2UHKXV/xDo6MlgobOdoV4g/wX"
        ),
        (
            .es512,
            "MIICXTCCAdAGByqGSM49AgEwggHDAgEBME0GByqGSM49AQECQgH/////////////////////////////////////////////"
                + "/////////////////////////////////////////zCBnwRCAf//////////////////////////////////////////////"
                + "///////////////////////////////////////8BEIAUZU+uWGOHJofkpohoLaFQO6i2nJbmbMV87i0iZGO8QnhVhk5Uex+"
                + "k3sWUsC9O7G/BzVz34g9LDTx70Uf1GtQPwADFQDQnogAKRy4U5bMZxc5MoSqoNpkugSBhQQAxoWOBrcEBOnNnj7LZiOVtEKc"
                + "ZIE5BT+1Ifgor2BrTT26oUted+/nWSj+HcEnov+o3jNIs8GFakKb+X5+McLlvWYBGDkpaniaO8AEXIpftCx9G9mY9URJV5tE"
                + "aBevvRcnPmYsl+5ymV70JkDFULkBP60HYTU8cIaicsJAiL6Udp/RZlACQgH/////////////////////////////////////"
                + "//////pRhoeDvy+Wa3/MAUj3CaXQO7XJuImcR667b7cekThkCQIBAQOBhgAEAHxCLHRzYl5QtG4zkQTuMr7d6a6NKFRdMY3D"
                + "xzjIminVPXczOJRqTLZQBLF8HF58Y/ishMl17Y6fjmct15fZvwVTAcP6s0RSK0KRYLfzjXZpT37BM0hnp+R70kU1UtrwxHuJ"
                + "L97AIthgs9Dl+LNe2ltHYtPPUgg7InvLb47ajhcrrtwP",
            "MIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQAfEIsdHNiXlC0bjORBO4yvt3pro0oVF0xjcPHOMiaKdU9dzM4lGpMtlAEsXwc"
                + "Xnxj+KyEyXXtjp+OZy3Xl9m/BVMBw/qzRFIrQpFgt/ONdmlPfsEzSGen5HvSRTVS2vDEe4kv3sAi2GCz0OX4s17aW0di089S"
                + "CDsie8tvjtqOFyuu3A8=",
            "MFgwEAYHKoZIzj0CAQYFK4EEACMDRAADAHxCLHRzYl5QtG4zkQTuMr7d6a6NKFRdMY3DxzjIminVPXczOJRqTLZQBLF8HF58"
                + "Y/ishMl17Y6fjmct15fZvwVT"
        ),
    ]

    private func key(_ text: String) throws -> VerificationKey? {
        VerificationKey(subjectPublicKeyInfo: Array(try #require(Data(base64Encoded: text)))[...])
    }

    @Test func aCurveThatIsWrittenOutIsTheNamedOne() throws {
        for (algorithm, writtenOut, named, compressed) in Self.keys {
            let keys = try [writtenOut, named, compressed].map { try #require(try key($0)) }
            #expect(keys.allSatisfy { $0.algorithm == algorithm })
            #expect(Set(keys.map(\.info)).count == 1)
        }
    }

    /// A curve that differs in one bit of p, a, b, the generator's x or its order is another.
    @Test(arguments: [36..<69, 73..<105, 107..<139, 165..<197, 231..<264])
    func aChangedCurveIsNone(number: Range<Int>) throws {
        let whole = Array(try #require(Data(base64Encoded: Self.keys[0].writtenOut)))
        for index in number {
            var changed = whole
            changed[index] ^= 1
            #expect(VerificationKey(subjectPublicKeyInfo: changed[...]) == nil, "byte \(index)")
        }
    }

    @Test func anotherCurveIsNone() throws {
        // brainpoolP256r1
        let other =
            "MIIBMzCB7AYHKoZIzj0CATCB4AIBATAsBgcqhkjOPQEBAiEAqftX26Huqbw+ZgqQnYONcm479iPVJiAoIBNIHR9uU3cwRAQg"
            + "fVoJdfwsMFfu9nUwQXr/5/uAVcEm3Fxs6UpLRPMwtdkEICbcXGzpSktE8zC12bvXfL+VhBYpXPfhzmvM3Bj/jAe2BEEEi9Ku"
            + "uct+V8ssS0gv/IG3r7neJ+HjvSPCOkRTvZrOMmJUfvg1w9rE/Zf4RhoUYR3JwndFEy3tjlRcHVTHLwRplwIhAKn7V9uh7qm8"
            + "PmYKkJ2DjXGMOXqjtWGm95AeDoKXSFanAgEBA0IABDrdUz9tglpQ+ro/EH/zGSc+TqmSIK+YYiGqtOyakvEsTuuRdIyqzTvw"
            + "LXZp0x8uUHGpKCf/LMZuAo/SZbLE1lI="
        #expect(try key(other) == nil)
    }
}
