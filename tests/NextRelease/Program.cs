return await Modular.Api.ApiProgram.RunAsync(args);
