using Modular.Api;

return await ApiProgram.RunAsync(args);
