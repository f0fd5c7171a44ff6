import Vocabulary

/// One table of a configuration file while it is being read: gives values by key, notes every fault, and at the end
/// names the keys that nobody asked for.
final class SettingsTable {
    /// The faults of one whole reading, shared by all its tables.
    final class Faults {
        var items: [ConfigurationFault.Item] = []
    }

    private let file: SettingsFile
    private let path: String
    private let members: [String: Setting]
    private let faults: Faults
    private var asked: Set<String> = []
    private var children: [SettingsTable] = []

    init(file: SettingsFile, faults: Faults) {
        self.file = file
        self.faults = faults
        path = ""
        members = file.members
    }

    private init(parent: SettingsTable, key: String, members: [String: Setting]) {
        file = parent.file
        faults = parent.faults
        path = parent.fullName(key)
        self.members = members
    }

    /// Whether anything stands here at all.
    func has(_ key: String) -> Bool { members[key] != nil }

    func fault(_ key: String, _ what: String) {
        let name = fullName(key)
        faults.items.append(.init(path: file.path, line: file.line(of: name), what: "\(name): \(what)"))
    }

    func text(_ key: String) -> String? {
        guard let setting = take(key) else { return nil }
        guard case .text(let text) = setting else { return wrongKind(key, setting, wanted: "a text in quotes") }
        return text
    }

    func texts(_ key: String) -> [String]? {
        guard let setting = take(key) else { return nil }
        guard case .list(let list) = setting else { return wrongKind(key, setting, wanted: "a list of texts") }
        return list.compactMap { element in
            guard case .text(let text) = element else { return wrongKind(key, element, wanted: "texts in the list") }
            return text
        }
    }

    func boolean(_ key: String) -> Bool? {
        guard let setting = take(key) else { return nil }
        guard case .boolean(let value) = setting else { return wrongKind(key, setting, wanted: "true or false") }
        return value
    }

    func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let setting = take(key) else { return nil }
        guard case .integer(let value) = setting else { return wrongKind(key, setting, wanted: "a whole number") }
        guard range.contains(value) else {
            fault(key, "\(value) is out of range: \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return value
    }

    func number(_ key: String, in range: ClosedRange<Double>) -> Double? {
        guard let setting = take(key) else { return nil }
        let value: Double
        switch setting {
        case .integer(let whole): value = Double(whole)
        case .number(let number): value = number
        default: return wrongKind(key, setting, wanted: "a number")
        }
        guard range.contains(value) else {
            fault(key, "\(value) is out of range: \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return value
    }

    /// A time in seconds, with their fraction.
    func seconds(_ key: String, in range: ClosedRange<Duration>) -> Duration? {
        let bounds = range.lowerBound.inMilliseconds / 1000...range.upperBound.inMilliseconds / 1000
        return number(key, in: bounds).map { .milliseconds(Int64($0 * 1000)) }
    }

    func choice<T: CaseIterable & RawRepresentable<String>>(_ key: String, _: T.Type) -> T? {
        guard let text = text(key) else { return nil }
        if let value = T(rawValue: text) { return value }
        fault(key, "\"\(text)\" is none of \(T.allCases.map(\.rawValue).joined(separator: ", "))")
        return nil
    }

    /// The table under `key`; an empty one where there is none.
    func table(_ key: String) -> SettingsTable {
        var inner: [String: Setting] = [:]
        switch take(key) {
        case .table(let members): inner = members
        case nil: break
        case let other?: let _: Never? = wrongKind(key, other, wanted: "a table")
        }
        let child = SettingsTable(parent: self, key: key, members: inner)
        children.append(child)
        return child
    }

    /// The names of the tables under this one, in order; each is then read with `table`.
    var names: [String] { members.keys.sorted() }

    /// Every key that was asked for, here and in the tables under this one.
    var known: Set<String> { children.reduce(Set(asked.map(fullName))) { $0.union($1.known) } }

    /// Notes every key that stands in the file and that nobody asked for.
    func finish() {
        for key in members.keys.sorted() where !asked.contains(key) {
            let nearest = asked.min { $0.editDistance(to: key) < $1.editDistance(to: key) }
            let hint = nearest.flatMap { $0.editDistance(to: key) <= 3 ? "; did you mean \"\($0)\"?" : nil }
            fault(key, "there is no such setting\(hint ?? "")")
        }
        for child in children { child.finish() }
    }

    private func take(_ key: String) -> Setting? {
        asked.insert(key)
        return members[key]
    }

    private func wrongKind<T>(_ key: String, _ setting: Setting, wanted: String) -> T? {
        fault(key, "is \(setting.kind), wanted is \(wanted)")
        return nil
    }

    private func fullName(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}

extension String {
    /// How many letters must be put in, left out or exchanged to make `other` of it (Levenshtein).
    func editDistance(to other: String) -> Int {
        let other = Array(other)
        var row = Array(0...other.count)
        for (i, letter) in enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for j in other.indices {
                let cost = diagonal + (letter == other[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = Swift.min(cost, row[j] + 1, diagonal + 1)
            }
        }
        return row[other.count]
    }
}
