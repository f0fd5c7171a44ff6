import CAttempts
import CProcessShim
import Glibc

/// Raises the named walls, tries everything, and prints a line for each attempt: its name and the errno or 0.
func tryWalls(_ names: [String]) -> CInt {
    guard attempts_prepare() == 0, wall_no_new_privileges() == 0 else { return EX_OSERR }
    for name in names {
        switch name {
        case "landlock": print("abi", wall_landlock())
        case "filter": guard wall_filter() == 0 else { return EX_OSERR }
        case "abort": abort()
        case "trap": fatalError("as a test asked")
        default: return EX_USAGE
        }
    }
    print(allAttempts().map { "\($0.name) \($0.code)" }.joined(separator: "\n"))
    return EX_OK
}

func allAttempts() -> [(name: String, code: CInt)] {
    (0..<attempts_count()).map { (String(cString: attempts_name($0)), attempts_try($0)) }
}
