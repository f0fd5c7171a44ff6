import Credentials
import Station

/// What stands on the poster beside a gate, in one language. Each language is a file of its own.
struct PosterText {
    var title: String
    /// How to hold the code, a step each.
    var steps: [String]
    var lampsTitle: String
    var green: String
    var amber: String
    var red: String
    var service: String
    var whoTitle: String
    var holders: [HolderClass: String]
    var always: String
    /// Before a date.
    var since: String
    var askTitle: String
    /// Where nobody said whom to ask.
    var ask: String
    var privacy: String
    /// From Monday on.
    var days: [String]
    /// Between the hour and the minutes.
    var clockSeparator: String

    /// In this language.
    static func `in`(_ language: Configuration.Language) -> PosterText {
        switch language {
        case .indonesian: indonesian
        case .english: english
        }
    }
}
