import TOMLKit

/// One value of a configuration file, copied out of the parser's own tree.
enum Setting: Hashable, Sendable {
    case text(String)
    case integer(Int)
    case number(Double)
    case boolean(Bool)
    case list([Setting])
    case table([String: Setting])
    /// A date or a time: no setting is one.
    case date

    init(_ value: any TOMLValueConvertible) {
        if let table = value.table {
            self = .table(Self.members(of: table))
        } else if let list = value.array {
            self = .list(list.map { Setting($0) })
        } else if let text = value.string {
            self = .text(text)
        } else if let boolean = value.bool {
            self = .boolean(boolean)
        } else if let integer = value.int {
            self = .integer(integer)
        } else if let number = value.double {
            self = .number(number)
        } else {
            self = .date
        }
    }

    static func members(of table: TOMLTable) -> [String: Setting] {
        Dictionary(table.map { ($0.0, Setting($0.1)) }) { first, _ in first }
    }

    /// What it is, for messages.
    var kind: String {
        switch self {
        case .text: "a text"
        case .integer: "a whole number"
        case .number: "a number"
        case .boolean: "true or false"
        case .list: "a list"
        case .table: "a table"
        case .date: "a date"
        }
    }
}
