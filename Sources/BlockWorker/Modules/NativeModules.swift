/// The native halves of the stdlib, one entry for each module that has one.
public enum NativeModules {
  public static var all: [NativeModule] {
    [
      JSONModule.module, HTMLModule.module, XMLModule.module, TimeModule.module,
      URLModule.module, CSVModule.module,
    ]
  }
}
