import Foundation
import Testing
import Vectors
import Vocabulary

@testable import Credentials

/// One file of the European test set: a code, the signer it was made with, a time, and what must come of it.
struct EuropeanCase {
    let name: String
    let text: String
    let certificate: Certificate?
    let clock: WallTime?
    /// What the file says of each step; a step it does not name is not asked.
    let expected: [String: Bool]

    init(_ path: String) throws {
        let file = try #require(try vector("dgc-testdata/" + path) as? [String: Any])
        let context = file["TESTCTX"] as? [String: Any] ?? [:]
        let results = file["EXPECTEDRESULTS"] as? [String: Any] ?? [:]
        name = path
        text = file["PREFIX"] as? String ?? ""
        let der = (context["CERTIFICATE"] as? String).flatMap { Data(base64Encoded: $0) }
        certificate = der.flatMap { try? Certificate(der: Array($0)) }
        clock = (context["VALIDATIONCLOCK"] as? String).flatMap(Self.time)
        expected = results.compactMapValues { $0 as? Bool }
    }

    /// The files write offsets without a colon, more digits than there are, and no zone at all.
    private static func time(_ text: String) -> WallTime? {
        WallTime(rfc3339: text) ?? WallTime(rfc3339: text + "Z")
            ?? WallTime(rfc3339: String(text.dropLast(2)) + ":" + text.suffix(2))
    }

    static var paths: [String] {
        guard let folder = Vectors.folder?.appendingPathComponent("dgc-testdata").path,
            let all = FileManager.default.enumerator(atPath: folder)
        else { return [] }
        return all.compactMap { $0 as? String }.filter { $0.hasSuffix(".json") }.sorted()
    }

    func examine() -> Examination {
        let signers = certificate.map { [Signer($0, role: .documents, identifier: $0.identifier, issuer: nil)] } ?? []
        return TrustStore(
            keys: [], revoked: [], bundle: TrustBundle(version: 1, created: .init(seconds: 0), signers: signers)
        )
        .examine(text)
    }

    /// Every step at which the gate says something else than the file.
    func differences() -> [String] {
        let examination = examine()
        var differences: [String] = []
        func check(_ step: String, _ holds: Bool) {
            if let wanted = expected["EXPECTED" + step], wanted != holds {
                differences.append(
                    "\(step) \(holds), \(examination.signature.rawValue) \(examination.refusal?.rawValue ?? "read")")
            }
        }
        let hasPrefix = text.hasPrefix("HC1:")
        check("UNPREFIX", hasPrefix)
        if hasPrefix {
            for step in ["B45DECODE", "COMPRESSION"] { check(step, examination.signature != .none) }
        }
        check("VERIFY", examination.signature == .valid)
        if examination.signature == .valid {
            check("DECODE", examination.refusal != .malformed)
            check("SCHEMAVALIDATION", examination.refusal != .malformed)
            check("KEYUSAGE", examination.refusal != .wrongSigner)
        }
        if let clock, let credential = examination.credential, let begins = credential.notBefore,
            let ends = credential.expires
        {
            check("EXPIRATIONCHECK", begins <= clock && clock < ends)
        }
        return differences
    }
}

/// Files of the European test set that say what the gate does not, each with its reason.
private let known: [String: String] = [
    "ES/2DCode/raw/401.json": "VERIFY", "ES/2DCode/raw/402.json": "VERIFY", "ES/2DCode/raw/403.json": "VERIFY",
    // A certificate with an extended key usage that names no kind may sign all: the file means it may sign none.
    "IS/2DCode/raw/3.json": "KEYUSAGE",
    // Signed nonsense in code lists (a country XY, a device 9999): what is accepted is a policy's question.
    "PL/1.0.0/2DCode/raw/7.json": "SCHEMAVALIDATION", "PL/1.0.0/2DCode/raw/8.json": "SCHEMAVALIDATION",
    "PL/1.0.0/2DCode/raw/9.json": "SCHEMAVALIDATION", "PL/1.2.1/2DCode/raw/7.json": "SCHEMAVALIDATION",
    "PL/1.2.1/2DCode/raw/8.json": "SCHEMAVALIDATION", "PL/1.2.1/2DCode/raw/9.json": "SCHEMAVALIDATION",
    "PL/1.3.0/2DCode/raw/7.json": "SCHEMAVALIDATION", "PL/1.3.0/2DCode/raw/8.json": "SCHEMAVALIDATION",
    "PL/1.3.0/2DCode/raw/9.json": "SCHEMAVALIDATION",
]

@Suite(.enabled(if: Vectors.arePresent, Comment(rawValue: Vectors.comment)))
struct EuropeanSetTests {
    @Test func everyFileOfTheEuropeanSetComesOutAsItSays() throws {
        let paths = EuropeanCase.paths
        #expect(paths.count == 293 && paths.count(where: { $0.hasPrefix("common/") }) == 38)
        for path in paths {
            let differences = try EuropeanCase(path).differences()
            if let step = known[path] {
                #expect(differences.count == 1 && differences[0].hasPrefix(step), "\(path) \(differences)")
            } else {
                #expect(differences == [], "\(path)")
            }
        }
    }

    /// The 38 common cases, each with the reason a visitor would be told.
    @Test(
        arguments: [
            ("B1", Refusal.malformed), ("CBO1", .malformed), ("CBO2", .malformed), ("CO5", .badSignature),
            ("CO6", .wrongSigner), ("CO7", .wrongSigner), ("CO8", .wrongSigner), ("CO9", .wrongSigner),
            ("CO10", .wrongSigner), ("CO11", .wrongSigner), ("CO22", .unknownKey), ("CO23", .unknownKey),
            ("DGC1", .malformed), ("DGC2", .malformed), ("H1", .notAPass), ("H2", .unknownFormat), ("H3", .notAPass),
            ("Z1", .malformed), ("Z2", .malformed),
            ("CO1", nil), ("CO2", nil), ("CO3", nil), ("CO12", nil), ("CO13", nil), ("CO14", nil), ("CO15", nil),
            ("CO16", nil), ("CO17", nil), ("CO18", nil), ("CO19", nil), ("CO20", nil), ("CO21", nil), ("CO28", nil),
            ("DGC3", nil), ("DGC4", nil), ("DGC5", nil), ("DGC6", nil), ("Q1", nil),
        ] as [(String, Refusal?)])
    func theCommonCasesHaveTheirReasons(name: String, refusal: Refusal?) throws {
        let one = try EuropeanCase("common/2DCode/raw/\(name).json")
        let examination = one.examine()
        #expect(examination.refusal == refusal)
        guard let credential = examination.credential, let clock = one.clock else { return }
        #expect(credential.format == .healthCertificate && credential.holderClass == .visitor)
        let isGoodThen =
            credential.notBefore.map { $0 <= clock } ?? true && credential.expires.map { clock < $0 } ?? true
        // CO16 is of the future, CO17 of the past.
        #expect(isGoodThen == !["CO16", "CO17"].contains(name))
    }

    @Test func whatACertificateSaysIsRead() throws {
        let vaccination = try #require(EuropeanCase("common/2DCode/raw/CO3.json").examine().credential?.health)
        let day = try #require(WallTime(rfc3339: "2021-02-18T00:00:00Z"))
        #expect(vaccination.events == [.vaccination(dose: 1, of: 2, products: ["EU/1/20/1528"], day: day)])
        let birthday = try #require(WallTime(rfc3339: "2016-02-26T00:00:00Z"))
        #expect(vaccination.birth?.isAtLeast(18, at: birthday) == true)
        #expect(vaccination.birth?.isAtLeast(18, at: WallTime(milliseconds: birthday.milliseconds - 1)) == false)
        let test = try #require(EuropeanCase("common/2DCode/raw/DGC3.json").examine().credential?.health)
        guard case .test(_, let isNegative, let sampled) = test.events.first else { throw Refusal.malformed }
        #expect(isNegative && sampled == WallTime(rfc3339: "2021-02-20T12:34:56Z"))
        let recovery = try #require(EuropeanCase("common/2DCode/raw/DGC5.json").examine().credential?.health)
        guard case .recovery(_, let from, let until) = recovery.events.first else { throw Refusal.malformed }
        #expect(from < until)
    }

    @Test func twoDosesAreOneCredential() throws {
        let credential = try #require(EuropeanCase("RO/2DCode/raw/2.json").examine().credential)
        #expect(credential.health?.events.count == 2)
        #expect(credential.identifier == CertificateIdentifier.hash("01:RO:S7MVLVV8YQ"))
    }

    @Test func nothingOfAPersonIsInWhatIsRead() throws {
        for path in EuropeanCase.paths {
            let file = try #require(try vector("dgc-testdata/" + path) as? [String: Any])
            guard let names = (file["JSON"] as? [String: Any])?["nam"] as? [String: Any] else { continue }
            let said = String(reflecting: try EuropeanCase(path).examine())
            for name in names.values.compactMap({ $0 as? String }) where name.count > 3 {
                #expect(!said.contains("\"\(name)\""), "\(path)")
            }
            if let birth = (file["JSON"] as? [String: Any])?["dob"] as? String, birth.count > 4 {
                #expect(!said.contains(birth), "\(path)")
            }
        }
    }
}
