import Admission
import Credentials
import Crypto
import CryptoExtras
import Foundation
import Vocabulary

/// What the verdict on a health certificate costs beside the bare check of its signature: parsing, look-up, rules. Both in
/// one run, one for one in turn.
struct CertificateCost {
    private static let rounds = 2000
    /// The length in bytes of what the signatures of `MadeCertificates` are over.
    private static let signedLength = 272
    /// What the verdict may cost above the bare check, in microseconds.
    private static let allowance = 60.0

    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("certificate-bench-\(UUID())")

    func measure() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        var lists = TrustImport()
        try lists.add(did: Array(MadeCertificates.signers.utf8), file: "signers")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        _ = try lists.write(to: folder.path, signedBy: SigningKey(), at: .now)
        let trust = try TrustStore(folder: folder.path)
        print("Verdicts on health certificates: \(Self.rounds) of each kind, each followed by a bare signature check.")
        let message = Data(repeating: 7, count: Self.signedLength)
        let curve = P256.Signing.PrivateKey()
        let short = try curve.signature(for: message)
        try compare("ES256", MadeCertificates.es256, trust) { curve.publicKey.isValidSignature(short, for: message) }
        let rsa = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let long = try rsa.signature(for: message, padding: .PSS)
        try compare("PS256", MadeCertificates.ps256, trust) {
            rsa.publicKey.isValidSignature(long, for: message, padding: .PSS)
        }
    }

    private func compare(_ name: String, _ code: String, _ trust: TrustStore, bare: () -> Bool) throws {
        let policy = Policy(station: nil)
        let clock = Clock(time: .now, state: .trusted, minute: .first)
        let payload = Payload(Array(code.utf8))
        var (verdicts, checks): ([Double], [Double]) = ([], [])
        for _ in 0..<Self.rounds {
            let begin = MonotonicTime.now
            let reason = policy.judge(trust.examine(payload), at: clock) { false }
            let middle = MonotonicTime.now
            let isGood = bare()
            checks.append((MonotonicTime.now - middle).inMilliseconds * 1000)
            verdicts.append((middle - begin).inMilliseconds * 1000)
            guard reason == .holderCheck, isGood else {
                throw BenchFault(description: "the certificate of \(name) was judged \(reason.rawValue)")
            }
        }
        let (verdict, check) = (Spread(verdicts), Spread(checks))
        print(
            String(
                format: "  %@: verdict %.0f µs, bare check %.0f µs: bare + %.0f µs (at most + %.0f)", name,
                verdict.median,
                check.median, verdict.median - check.median, Self.allowance))
    }
}

/// Two certificates of a person who was made up, and the keys that signed them.
private enum MadeCertificates {
    static let es256 = #"""
        HC1:NCFOXN%TSMAHN-H1K4PW6YA73:6 EF7+ORX4UA9V72RIAMTR1C30%KLVSN23SA3/-2E%5G%5TW5A 6+O6XL6Q3QR$P*NIV1JL5T2\#
        JBQMIJZIC0JVPI8J3ET39G3LZIA9J*N0N95-Z7OT49NPJCQHK4+V4YC5/HQ4QQHCR242-G2%E3 X4CZKHKB-43.E3KD3OAJ5%IKTCMD3\#
        QHBZQJLIFIE9WT0K3M9UVZSVV*001HW%8IE9MIHJ6W48UK.GCY0O1P9-8:0L.A5:S9S-O:S9395*CB5486YBVN62IL0OPE585:4T 27V\#
        DPK95%LM61VUU8C1VTE5ZM3764NHDBM2P7R00.46I:E+AECD6QQEH0GJTQLU4 0U/MN:I91DV0V4YK4 *7M%M-1WJCCNTKS0H1%4CEKN\#
        -OPOCVYSYY1%M217QT6VEE6*K5P%ITCUMM9PDT T2$A0.Y8M1
        """#
    static let ps256 = #"""
        HC1:NCFOXNYTSFDHJI8M-OJ95T/5AP8+CK6E8/9T3XH4726R5D5C9OOKHRXUSDN0*P5-FJLF6EB9UM97H98$QP3R8999Q9E$BDZI69JV\#
        OBSVBDKB ZJ83B24TOD3CQSBZI92KDQTGF6SA7G6M91RF1RCKR4A7E:7LYPFTQ*88SCO49HJUPY0BD-I/2DBAJDAJCNB-43 X4VV2 73\#
        -E3GG3V2035TPHN6D7LLK*2HG%89UV-0LZ 2MKN4NN3F85QNCY0O%0VZ001H9B92FFUE9.959B9LW4T*8Y709I0:DKYE9/MVY/63ZCPN\#
        831AX5QMDQFY1OSMNV1L8VNF63$MRCHVC0I1PUJ3MUAUXH4WC/HN1AFG4OLTFA164CH6RIOYD8WJ/7G0QVWA46P3UCTO.D16CZ+EG6JS\#
        9LP*7CY7I6W N6CTE.9RU0J.PN+GH 7MZ0AGFBV5F*998CVUIAO5UV5U4FNA7FNKN2$PN%A96U-KHM700K802DA26F0Q$TT-UDSE9HY3\#
        HK2DCN5PG+JD*9U:0U6PN099RXJCRLM3J2LG%4SANA8OFAENVRB/559QU2OE GIRF97RCATF.1WHYCK5TZR2ODJQ1U 0FV1O/34-FBE5\#
        GPHMX7I5EVH 6V%FG-QVR27O3G1OTMF2$RO:2+4NX9SMKPC S41U-KCSGAUG7YBA2$3:$JLFHJ%DG:L/A9K8PI1CQ2KPQRF*D84KHHTX\#
        1RDQTTQG*83MY767N+E1+UL7TANMF826UBC%+2*:L7MP
        """#
    static let signers = #"""
        {"verificationMethod":[{"id":"did:x#YmVuY2gtZWM","publicKeyJwk":{"kty":"EC","crv":"P-256","x":"d9grVKrgG\#
        4eRlMfwvNXF3Xs-1_8jCwgPCZN88ph_kNM","y":"yr5-vUnhmyNEM86W5zCEyd0N1u59ZNhnlk_jWvmqyXY"}},{"id":"did:x#YmV\#
        uY2gtcHM","publicKeyJwk":{"kty":"RSA","n":"vyvjzNcwt8X_x3Su829sF1SJjKi4cC-2ZU-Di5FnJ8osaqjyU28T-EjuJ0OU3\#
        CN6VrK5owGt0GIKqDDxLv2YhmX9AoH_uaVHR4y1_hRAWRXg-a-KQYjWD2isIUMkB5VJL9vaU2KIChJRDJ3N2ypfd--xVDNfkyNEs-YF9\#
        XTkikW8bx6eyIk-Wrxw4OiA_xlaNzVdcIQo3dH6IRn5y7NMbmsYYA33WanXStuZyCLsxnQ4eJ2wAsC1VYAw3PXlw9W04bznbuLrdvYoU\#
        UAjjHIASxgT-qx3AzqXjtPOuBqe5D7befmoDRfkhczzvKJO7ftVkZl_iVcmBX3PDjmRRkz0cw","e":"AQAB"}}]}
        """#
}
