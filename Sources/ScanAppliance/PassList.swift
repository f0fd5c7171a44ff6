import ArgumentParser
import Credentials
import Foundation
import Station
import Vocabulary

/// A list of passes to be made: a CSV file as `documentation` says.
struct PassList {
    static let documentation = """
        A list (--csv) is a CSV file (RFC 4180, UTF-8) whose first line names its columns, in any order:

          label       printed beneath the code; never in the pass itself
          class       member or visitor
          stations    all, or station names with ; between them
          not_before  from when it is good, as 2026-11-24T08:00:00+07:00
          expires     from when it is no longer good
          single_use  yes or no; may be left out
          issuer      may be left out: then it is that of --issuer

        Each row becomes a picture in DIR, and sheet.html prints them on A4. Where a row is faulty nothing is made.
        """

    private static let required = ["label", "class", "stations", "not_before", "expires"]
    private static let optional = ["single_use", "issuer"]

    /// A row that can become a pass.
    private struct Row {
        let label: String
        let pass: SitePass
    }

    private struct RowFault: Error {
        let problem: String
    }

    private let file: String
    private let issuer: String
    private let table: CSV

    /// `issuer` is whose name passes carry where the list names none.
    init(file: String, issuer: String) throws {
        self.file = file
        self.issuer = issuer
        let data: Data
        do { data = try Data(contentsOf: URL(fileURLWithPath: file)) } catch {
            throw ExitCode.inputOutput.saying("\(file): cannot be read: \(error.systemWords)")
        }
        do { table = try CSV(Array(data)) } catch {
            throw ExitCode.usage.saying("\(file):\(error.line): \(error.problem)")
        }
        let known = Self.required + Self.optional
        var problems = table.columns.filter { !known.contains($0) }.map { "no such column: \($0.debugDescription)" }
        problems += Self.required.filter { !table.columns.contains($0) }.map { "the column \($0) is missing" }
        if Set(table.columns).count != table.columns.count { problems.append("a column stands there twice") }
        guard problems.isEmpty else {
            throw ExitCode.usage.saying(problems.map { "\(file):1: \($0)" }.joined(separator: "\n"))
        }
    }

    /// Makes all passes, or says everything that is wrong and makes none.
    func issue(with key: SigningKey, as format: PassIssue.Format, into folder: String) throws {
        var faults: [String] = []
        var badges: [PassSheet.Badge] = []
        for (line, fields) in table.rows {
            do {
                let row = try read(fields)
                let text = try row.pass.signed(by: key)
                badges.append(
                    PassSheet.Badge(
                        number: badges.count + 1, label: row.label, pass: Hex.text(row.pass.identifier),
                        picture: try PassIssue.draw(text, as: format), suffix: format.rawValue))
            } catch {
                faults.append("\(file):\(line): \((error as? RowFault)?.problem ?? "\(error)")")
            }
        }
        if table.rows.isEmpty { faults.append("\(file): the list has no rows") }
        guard faults.isEmpty else {
            throw ExitCode.usage.saying(faults.joined(separator: "\n") + "\nNo pass was made.")
        }
        try PassSheet(badges: badges).write(into: folder)
        try Output.write(badges.map { "\($0.pass) \(folder)/\($0.fileName)\n" }.joined().utf8)
    }

    private func read(_ fields: [String]) throws -> Row {
        guard fields.count == table.columns.count else {
            throw RowFault(problem: "\(fields.count) fields for \(table.columns.count) columns")
        }
        func field(_ name: String) -> String { table.columns.firstIndex(of: name).map { fields[$0] } ?? "" }
        guard !field("label").isEmpty else { throw RowFault(problem: "the label is empty") }
        guard let holderClass = HolderClass(rawValue: field("class")) else {
            throw RowFault(problem: "class must be member or visitor")
        }
        let names = field("stations").split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        guard let scope = StationScope(names: names) else {
            throw RowFault(problem: "stations: all stands alone, it names every station")
        }
        if let name = names.first(where: { !Configuration.isName($0) }) {
            throw RowFault(
                problem: "stations: \(name.debugDescription) is no station's name: letters, digits, - _ and . only")
        }
        guard let notBefore = WallTime(rfc3339: field("not_before")), let expires = WallTime(rfc3339: field("expires"))
        else { throw RowFault(problem: "not_before and expires must be times as 2026-11-24T08:00:00+07:00") }
        guard let isSingleUse = ["yes": true, "no": false, "": false][field("single_use")] else {
            throw RowFault(problem: "single_use must be yes or no")
        }
        let pass = try SitePass(
            identifier: SitePass.newIdentifier(), issuer: field("issuer").isEmpty ? issuer : field("issuer"),
            holderClass: holderClass, notBefore: notBefore, expires: expires, scope: scope, isSingleUse: isSingleUse)
        return Row(label: field("label"), pass: pass)
    }
}
