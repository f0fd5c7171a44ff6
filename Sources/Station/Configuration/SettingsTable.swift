import Vocabulary

/// One table of a configuration while it is being read: gives values by key, notes every fault, and at the end names the
/// keys that nobody asked for.
final class SettingsTable {
    /// The faults of one whole reading, shared by all its tables.
    final class Faults {
        var items: [ConfigurationFault.Item] = []
    }

    /// Its name with the names of those that hold it, apart by dots; empty for the whole configuration.
    let path: String
    private let place: SettingsPlace
    private let members: [String: SettingsNode]
    private let faults: Faults
    private var asked: Set<String> = []
    /// What might have been asked for, had it been there.
    private var offered: Set<String> = []
    private var children: [SettingsTable] = []

    /// The whole of one file, or of several with the first one's `path`.
    init(path file: String, members: [String: SettingsNode], faults: Faults) {
        path = ""
        place = SettingsPlace(path: file)
        self.members = members
        self.faults = faults
    }

    private init(parent: SettingsTable, key: String, members: [String: SettingsNode], faults: Faults) {
        path = parent.fullName(key)
        place = parent.members[key]?.place ?? parent.place
        self.members = members
        self.faults = faults
    }

    /// Whether anything stands here at all.
    func has(_ key: String) -> Bool {
        offered.insert(key)
        return members[key] != nil
    }

    /// Notes that a key must not stand here; what is in it is not looked at.
    func refuse(_ key: String, _ what: String) {
        asked.insert(key)
        fault(key, what)
    }

    /// `key` may also be one of a table under this one, such as `lines.lock`.
    func fault(_ key: String, _ what: String) {
        var node = members[key]
        if node == nil, let dot = key.firstIndex(of: ".") {
            node = members[String(key[..<dot])]
            if case .table(let inner)? = node?.content, let deeper = inner[String(key[key.index(after: dot)...])] {
                node = deeper
            }
        }
        let place = node?.place ?? place
        faults.items.append(.init(path: place.path, line: place.line, what: "\(fullName(key)): \(what)"))
    }

    func text(_ key: String) -> String? {
        guard let setting = take(key) else { return nil }
        guard case .text(let text) = setting else { return wrongKind(key, setting, wanted: "a text in quotes") }
        return text
    }

    func texts(_ key: String) -> [String]? {
        guard let setting = take(key) else { return nil }
        guard case .list(let list) = setting else { return wrongKind(key, setting, wanted: "a list of texts") }
        let texts: [String] = list.compactMap { element in
            guard case .text(let text) = element else { return wrongKind(key, element, wanted: "texts in the list") }
            return text
        }
        return texts.count == list.count ? texts : nil
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

    /// The table under `key`; an empty one where there is none, and one whose faults nobody hears of where it is no table.
    func table(_ key: String) -> SettingsTable {
        var inner: [String: SettingsNode] = [:]
        var faults = faults
        asked.insert(key)
        switch members[key]?.content {
        case .table(let members): inner = members
        case nil: break
        case .value(let other):
            let _: Never? = wrongKind(key, other, wanted: "a table")
            faults = Faults()
        }
        let child = SettingsTable(parent: self, key: key, members: inner, faults: faults)
        children.append(child)
        return child
    }

    /// The names of the tables under this one, in order; each is then read with `table`.
    var names: [String] { members.keys.sorted() }

    /// Every key that was asked for, here and in the tables under this one.
    var known: Set<String> { children.reduce(Set(asked.map(fullName))) { $0.union($1.known) } }

    /// Notes every key that stands in a file and that nobody asked for.
    func finish() { finish(known: known) }

    private func finish(known: Set<String>) {
        for key in members.keys.sorted() where !asked.contains(key) {
            fault(key, "there is no such setting\(hint(key, known: known))")
        }
        for child in children { child.finish(known: known) }
    }

    /// The nearest name in this table, or the tables that have such a key.
    private func hint(_ key: String, known: Set<String>) -> String {
        let near = asked.union(offered).subtracting([key]).map { (name: $0, distance: $0.editDistance(to: key)) }
            .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        if let near, near.distance <= min(3, key.count / 2) { return "; did you mean \"\(near.name)\"?" }
        if known.contains(key) { return " here; it stands at the top of the file, before the first [table]" }
        let tables = known.filter { $0.hasSuffix(".\(key)") }.map { "[\($0.dropLast(key.count + 1))]" }.sorted()
        return tables.isEmpty ? "" : " here; it belongs into \(tables.joined(separator: " or "))"
    }

    private func take(_ key: String) -> Setting? {
        asked.insert(key)
        switch members[key]?.content {
        case nil: return nil
        case .value(let setting): return setting
        case .table: return .table([:])
        }
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
