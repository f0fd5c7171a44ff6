import Vocabulary

extension ReadingPlan {
    /// Reads the table `reading`: a preset, and what is to differ from it.
    init(from table: SettingsTable) {
        self.init(table.choice("preset", Preset.self) ?? .balanced)
        if let names = table.texts("attempts") {
            attempts = names.compactMap { name in
                let kind = AttemptKind(rawValue: name)
                if kind == nil {
                    let known = AttemptKind.allCases.map(\.rawValue).joined(separator: ", ")
                    table.fault("attempts", "\"\(name.printable)\" is none of \(known)")
                }
                return kind
            }
            if Set(names).count < names.count { table.fault("attempts", "names an attempt twice") }
            if names.isEmpty { table.fault("attempts", "is empty: the reader would read nothing") }
        }
        func hundredths(_ key: String, in range: ClosedRange<Double>) -> Int? {
            table.number(key, in: range).map { Int(($0 * 100).rounded()) }
        }
        budget = hundredths("budget", in: 0.15...10) ?? budget
        saving = hundredths("saving", in: 0...1) ?? saving
        if let dear = unaffordable.first {
            table.fault("budget", "is too small for the attempt \(dear.rawValue): raise it, or leave the attempt out")
        }
    }
}
