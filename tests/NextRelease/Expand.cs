using Microsoft.EntityFrameworkCore.Migrations;

namespace Modular.NextRelease;

/// <summary>Adds what the program of today does not notice, to the tables that every request reads and writes.</summary>
[Migration("20990101000000_Expand")]
internal sealed class Expand : Infrastructure.Database.Schema.SchemaMigration
{
    public override string ServesFrom => NextMigrations.NewestOfToday(ActiveProvider!);

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("gift_note", "orders", "text", nullable: true);
        migrationBuilder.AddColumn<string>("nickname", "customers", "text", nullable: true);
        migrationBuilder.CreateIndex("IX_orders_gift_note", "orders", "gift_note");
    }
}
