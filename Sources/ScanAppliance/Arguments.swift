import ArgumentParser
import Credentials
import Vocabulary

extension HolderClass: ExpressibleByArgument {}

extension WallTime: ExpressibleByArgument {
    public init?(argument: String) { self.init(rfc3339: argument) }
}

extension StationScope {
    /// From the names that were given: `all` alone, or stations; nil for a mixture.
    init?(names: [String]) {
        if names == ["all"] {
            self = .all
        } else if names.contains("all") {
            return nil
        } else {
            self = .stations(Set(names))
        }
    }
}

/// Arguments as the bytes that the shell gave; `CommandLine.arguments` replaces what is not UTF-8.
enum RawArguments {
    /// The bytes of each of `arguments`, which stand on the command line in this order.
    static func bytes(of arguments: [String]) -> [[UInt8]] {
        var raw = (1..<CommandLine.argc).lazy.compactMap { CommandLine.unsafeArgv[Int($0)] }
            .map { pointer in (0...).lazy.map { UInt8(bitPattern: pointer[$0]) }.prefix { $0 != 0 } }.map(Array.init)[
                ...]
        return arguments.map { argument in
            guard
                let index = raw.firstIndex(where: {
                    String(decoding: $0, as: UTF8.self).utf8.elementsEqual(argument.utf8)
                })
            else { return Array(argument.utf8) }
            defer { raw = raw[(index + 1)...] }
            return raw[index]
        }
    }
}
