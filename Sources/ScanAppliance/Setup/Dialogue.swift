import ArgumentParser
import Foundation

/// Questions on a terminal, or to whoever answers through a pipe: a line each.
struct Dialogue {
    /// An answer, `standard` where the line is empty. Ends the command where no more answers come.
    func ask(_ question: String, standard: String? = nil) throws -> String {
        while true {
            try Output.write("\(question)\(standard.map { " [\($0)]" } ?? ""): ".utf8)
            guard let line = readLine(strippingNewline: true) else {
                throw ExitCode.found.saying("\nno more answers came: nothing was written")
            }
            let answer = line.trimmingCharacters(in: .whitespaces)
            if !answer.isEmpty { return answer }
            if let standard { return standard }
        }
    }

    /// Yes or no.
    func confirm(_ question: String, standard: Bool) throws -> Bool {
        while true {
            switch try ask(question, standard: standard ? "Y/n" : "y/N").lowercased() {
            case "y", "yes": return true
            case "n", "no": return false
            case "y/n": return standard
            default: say("Please answer y or n.")
            }
        }
    }

    func say(_ line: String) { try? Output.write("\(line)\n".utf8) }
}
