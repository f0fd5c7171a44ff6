import ArgumentParser
import Control

/// Asks a running station for one thing and shows it, for people or as a JSON object.
struct StatusPart: ParsableArguments {
    @OptionGroup var control: ControlOption

    @Flag(help: "The answer as a JSON object.")
    var json = false

    /// Shows the part of the answer that `part` takes; nil where a station of an earlier version does not say it.
    func show<Answer: Decodable, Part: Encodable>(
        _ request: ControlRequest, part: (Answer) -> Part?, text: (Part) -> String
    ) throws {
        guard let part = part(try control.ask(request, for: Answer.self)) else {
            throw ExitCode.unavailable.saying(
                "this station is of an earlier version and does not say that: install this one")
        }
        try Output.write((json ? try JSONText.of(part) : text(part)).utf8)
    }
}
